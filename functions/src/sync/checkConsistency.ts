import { logger } from 'firebase-functions';
import { onSchedule } from 'firebase-functions/scheduler';
import { raise } from '../platform/alert.ts';
import { databaseUrl, firestoreDatabase, functionsRegion } from '../platform/config.ts';
import { firestore, type Firestore } from '../platform/firestore.ts';
import { database, type Sql } from '../platform/postgres.ts';
import { collections } from './collections/index.ts';
import { check, type CheckOptions, type CollectionCheck } from './consistency/check.ts';
import { differencesIn, lastSliceEnd, recordChecks } from './consistency/checks.ts';
import { isFullyOn, parseControl, readControlFields } from './control.ts';

/** Share of inconsistent documents above which operators hear of it, also when all were repaired. */
const ALERT_SHARE = 0.001;

const NIGHTLY: CheckOptions = { share: 1 / 30, settleMs: 60_000, repairLimit: 1000 };

/**
 * Every night: compares Postgres with Firestore, repairs up to 1,000 differences, and raises an alert
 * when there are more, or more than one document in a thousand is inconsistent. Which documents exist is
 * compared for all of them, their contents for a thirtieth, so that a month covers everything.
 */
export const checkConsistency = onSchedule(
  {
    schedule: 'every day 03:30',
    timeZone: 'Etc/UTC',
    region: functionsRegion,
    secrets: [databaseUrl],
    timeoutSeconds: 1800,
    memory: '1GiB',
    maxInstances: 1,
  },
  async () => {
    await checkNightly(firestore(firestoreDatabase.value()), database(), NIGHTLY);
  },
);

/** The nightly check. During a pause there is nothing to compare, and it does nothing. */
export async function checkNightly(
  source: Firestore,
  sql: Sql,
  options: CheckOptions,
): Promise<CollectionCheck[]> {
  if (!isFullyOn(parseControl(await readControlFields(source)))) {
    logger.warn('no consistency check: the synchronisation is paused');
    return [];
  }
  const checks = await check(
    source,
    sql,
    Object.values(collections),
    (collection) => lastSliceEnd(sql, collection),
    options,
  );
  await recordChecks(sql, checks);
  const found = differencesIn(checks);
  const sum = (of: (one: CollectionCheck) => number): number =>
    checks.reduce((total, one) => total + of(one), 0);
  const documents = sum((one) => one.documents);
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
  if (found > documents * ALERT_SHARE || repaired < found) {
    const text =
      repaired < found
        ? `${String(found)} documents of ${String(documents)} differ in Postgres, and ${String(found - repaired)} were not repaired: look with "npm run verify-sync", then repair with "npm run verify-sync -- --full --repair"`
        : `${String(found)} documents of ${String(documents)} differed in Postgres and were repaired: find out why they were lost, then run "npm run verify-sync -- --full"`;
    await raise({ name: 'sync-inconsistent', text, details: figures });
  }
  return checks;
}
