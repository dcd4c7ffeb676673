import { alertWebhookUrl, databaseUrl, erasureKey } from '../platform/config.ts';
import { raiseAlert } from '../platform/alert.ts';
import type { Firestore } from '../platform/firestore.ts';
import { job } from '../platform/job.ts';
import { logger } from '../platform/logger.ts';
import type { Sql } from '../platform/postgres.ts';
import { admitWaitingSkills } from '../skills/index.ts';
import { allCollections } from './collections/index.ts';
import { checkCollections, type CheckOptions } from './consistency/checkCollections.ts';
import {
  countDifferences,
  readLastSliceEnd,
  recordCheckResults,
  type CollectionCheck,
} from './consistency/checkResults.ts';
import { isTableOn } from './control/control.ts';
import { gracePeriodMs, readStatus } from './control/status.ts';
import { clearOutdatedDeadLetters } from './deadLetters/clearOutdatedDeadLetters.ts';

/** Share of inconsistent documents that raises an alert even if all were repaired. */
const ALERT_SHARE = 0.001;

/** Share of the contents compared each night, so that a month covers all of them. */
const NIGHTLY_SHARE = 1 / 30;

/** Differences repaired in one night; if there are more, an operator has to look first. */
const REPAIR_LIMIT = 1000;

/**
 * Compares Postgres with Firestore every night, repairs up to 1,000 differences, and raises an alert if there are more or
 * if over one document in a thousand is inconsistent. Every night covers which documents exist; their contents are compared
 * for a thirtieth, so that a month covers everything.
 */
export const checkConsistency = job({
  name: 'checkConsistency',
  does: 'compares Postgres with Firestore, repairs, raises alerts',
  schedule: '30 3 * * *',
  after: [],
  needsFirestore: true,
  deadlineHours: 26,
  options: { secrets: [databaseUrl, alertWebhookUrl, erasureKey], timeoutSeconds: 1800, memory: '1GiB' },
  async run({ sql, firestore }) {
    await admitWaitingSkills(sql, allCollections);
    const options = { share: NIGHTLY_SHARE, repairLimit: REPAIR_LIMIT };
    const checks = await checkNightly(await firestore(), sql, options);
    return checks.reduce((sum, { documents }) => sum + documents, 0);
  },
});

/**
 * The nightly check of all tables that are on; a paused table differs by design.
 *
 * @param options.gracePeriodMs by default derived from the current lag: see {@link gracePeriodMs}
 */
export async function checkNightly(
  source: Firestore,
  sql: Sql,
  options: Pick<CheckOptions, 'share' | 'repairLimit'> & { gracePeriodMs?: number },
): Promise<CollectionCheck[]> {
  const status = await readStatus(source, sql);
  const on = allCollections.filter(({ table }) => isTableOn(status.control, table));
  if (on.length < allCollections.length) logger.warn('paused tables are not checked', { checked: on.length });
  if (on.length === 0) return [];
  await clearOutdatedDeadLetters(sql, on);
  const sliceStart = (collection: (typeof on)[number]): Promise<string | null> =>
    readLastSliceEnd(sql, collection);
  const checks = await checkCollections(source, sql, on, sliceStart, {
    gracePeriodMs: gracePeriodMs(status),
    ...options,
  });
  await recordCheckResults(sql, checks);
  await report(checks);
  return checks;
}

async function report(checks: CollectionCheck[]): Promise<void> {
  const sum = (figure: (check: CollectionCheck) => number): number =>
    checks.reduce((total, check) => total + figure(check), 0);
  const documents = sum((check) => check.documents);
  const inconsistent = countDifferences(checks);
  const repaired = sum((check) => check.repaired);
  const truncated = checks.some((check) => check.truncated);
  const billedReads = sum((check) => check.billedReads);
  const figures = { documents, inconsistent, repaired, billedReads, truncated };
  logger.info('consistency checked', figures);
  if (inconsistent <= documents * ALERT_SHARE && repaired === inconsistent && !truncated) return;
  const found = `${truncated ? 'at least ' : ''}${String(inconsistent)} of ${String(documents)} documents`;
  const limit = Math.max(inconsistent, REPAIR_LIMIT) * 2;
  const text =
    repaired < inconsistent || truncated
      ? `${found} differ in Postgres, and ${String(inconsistent - repaired)} were not repaired: inspect them with "npm run verify-sync -- --full", then repair them with "npm run verify-sync -- --full --repair --limit ${String(limit)}"`
      : `${found} differed in Postgres and were repaired: find out why they were lost, then run "npm run verify-sync -- --full"`;
  await raiseAlert({ name: 'sync-inconsistent', text, details: figures });
}
