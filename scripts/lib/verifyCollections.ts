import type { Firestore } from '../../functions/src/platform/firestore.ts';
import type { Sql } from '../../functions/src/platform/postgres.ts';
import type { Collection } from '../../functions/src/platform/documents/collection.ts';
import {
  checkCollections,
  type CheckOptions,
} from '../../functions/src/sync/consistency/checkCollections.ts';
import {
  countDifferences,
  readLastSliceEnd,
  recordCheckResults,
  type CollectionCheck,
} from '../../functions/src/sync/consistency/checkResults.ts';
import { clearOutdatedDeadLetters } from '../../functions/src/sync/deadLetters/clearOutdatedDeadLetters.ts';
import { progress } from './progress.ts';

/**
 * Checks, with a progress bar, prints what was found, and keeps the results. When there is more than one
 * check looks into, it goes on with another one as long as that repairs something.
 */
export async function verify(
  target: { firestore: Firestore; sql: Sql },
  collections: Collection[],
  options: CheckOptions,
): Promise<CollectionCheck[]> {
  for (;;) {
    const checks = await verifyOnce(target, collections, options);
    const goesOn = checks.some(({ truncated, repaired }) => truncated && repaired > 0);
    if (!goesOn) return checks;
    console.log('There is more than one check looks into: checking again.');
  }
}

/** Whether something differs that was not repaired, or was not even looked at. */
export function unsettled(checks: CollectionCheck[]): boolean {
  const repaired = checks.reduce((sum, one) => sum + one.repaired, 0);
  return repaired < countDifferences(checks) || checks.some(({ truncated }) => truncated);
}

async function verifyOnce(
  { firestore, sql }: { firestore: Firestore; sql: Sql },
  collections: Collection[],
  options: CheckOptions,
): Promise<CollectionCheck[]> {
  await clearOutdatedDeadLetters(sql, collections);
  const bar = progress('Comparing contents', await estimate(sql, collections, options.share));
  const checks = await checkCollections(
    firestore,
    sql,
    collections,
    (collection) => readLastSliceEnd(sql, collection),
    {
      ...options,
      onProgress: bar.update,
    },
  );
  bar.stop();
  await recordCheckResults(sql, checks);
  print(checks);
  return checks;
}

/** Prints a table with a line for each collection, and examples of what differs. */
function print(checks: CollectionCheck[]): void {
  const lines = checks.map((one) => [
    one.collection,
    {
      documents: one.documents,
      compared: one.compared,
      missing: one.missing.length,
      stale: one.stale.length,
      extra: one.extra.length,
      'dead-lettered': one.deadLettered.length,
      'in flight': one.inFlight,
      repaired: one.repaired,
      'billed reads': one.billedReads,
    },
  ]);
  console.table(Object.fromEntries(lines));
  for (const { missing, stale, extra } of checks) {
    for (const [kind, paths] of Object.entries({ missing, stale, extra })) {
      for (const path of paths.slice(0, 3)) console.log(`${kind.padEnd(8)} ${path}`);
    }
  }
  if (checks.some(({ truncated }) => truncated))
    console.log(
      'There are more than one check looks into. If whole collections are missing: "npm run backfill".',
    );
}

async function estimate(sql: Sql, collections: Collection[], share: number): Promise<number> {
  let rows = 0;
  for (const { table } of collections) {
    const [row] = await sql<{ rows: number }[]>`
      select count(*)::integer as rows from ${sql(table)} where live`;
    rows += Math.ceil((row?.rows ?? 0) * share);
  }
  return rows;
}
