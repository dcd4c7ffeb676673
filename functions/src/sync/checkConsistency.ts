import { logger } from '../platform/logger.ts';
import { raise } from '../platform/alert.ts';
import type { Firestore } from '../platform/firestore.ts';
import { job } from '../platform/job.ts';
import type { Sql } from '../platform/postgres.ts';
import { collections } from './collections/index.ts';
import { check, type CheckOptions, type CollectionCheck } from './consistency/check.ts';
import { differencesIn, lastSliceEnd, recordChecks } from './consistency/checkResults.ts';
import { isTableOn } from './control/control.ts';
import { settleOutdated } from './deadLetters/deadLetterReplay.ts';
import { readStatus, settleMs } from './control/status.ts';

/** Share of inconsistent documents above which operators hear of it, also when all were repaired. */
const ALERT_SHARE = 0.001;

/** Contents compared in a night: all of them in a month. */
const SHARE = 1 / 30;

/** Differences repaired in a night; above it somebody has to look first. */
const REPAIR_LIMIT = 1000;

/**
 * Every night: compares Postgres with Firestore, repairs up to 1,000 differences, and raises an alert
 * when there are more, or more than one document in a thousand is inconsistent. Which documents exist is
 * compared for all of them, their contents for a thirtieth, so that a month covers everything.
 */
export const checkConsistency = job({
  name: 'checkConsistency',
  does: 'compares Postgres with Firestore, repairs, raises alerts',
  schedule: 'every day 03:30',
  after: [],
  deadlineHours: 26,
  options: { timeoutSeconds: 1800, memory: '1GiB' },
  async run({ sql, firestore }) {
    const checks = await checkNightly(await firestore(), sql, { share: SHARE, repairLimit: REPAIR_LIMIT });
    return checks.reduce((sum, { documents }) => sum + documents, 0);
  },
});

/**
 * The nightly check of everything that is on: during a pause of a table there is nothing to compare.
 *
 * @param options.settleMs otherwise as long as changes take at present: see {@link settleMs}
 */
export async function checkNightly(
  source: Firestore,
  sql: Sql,
  options: Pick<CheckOptions, 'share' | 'repairLimit'> & { settleMs?: number },
): Promise<CollectionCheck[]> {
  const status = await readStatus(source, sql);
  const all = Object.values(collections);
  const on = all.filter(({ table }) => isTableOn(status.control, table));
  if (on.length < all.length) logger.warn('paused tables are not checked', { checked: on.length });
  if (on.length === 0) return [];
  await settleOutdated(sql, on);
  const checks = await check(source, sql, on, (collection) => lastSliceEnd(sql, collection), {
    settleMs: settleMs(status),
    ...options,
  });
  await recordChecks(sql, checks);
  await report(checks);
  return checks;
}

async function report(checks: CollectionCheck[]): Promise<void> {
  const sum = (of: (one: CollectionCheck) => number): number =>
    checks.reduce((total, one) => total + of(one), 0);
  const documents = sum((one) => one.documents);
  const found = differencesIn(checks);
  const repaired = sum((one) => one.repaired);
  const truncated = checks.some((one) => one.truncated);
  const figures = {
    documents,
    inconsistent: found,
    repaired,
    billedReads: sum((one) => one.billedReads),
    truncated,
  };
  logger.info('consistency checked', figures);
  if (found <= documents * ALERT_SHARE && repaired === found && !truncated) return;
  const differ = `${truncated ? 'at least ' : ''}${String(found)} documents of ${String(documents)}`;
  const text =
    repaired < found || truncated
      ? `${differ} differ in Postgres, and ${String(found - repaired)} were not repaired: look with "npm run verify-sync -- --full", then repair with "npm run verify-sync -- --full --repair --limit ${String(Math.max(found, REPAIR_LIMIT) * 2)}"`
      : `${differ} differed in Postgres and were repaired: find out why they were lost, then run "npm run verify-sync -- --full"`;
  await raise({ name: 'sync-inconsistent', text, details: figures });
}
