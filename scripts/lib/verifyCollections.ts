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
 * Checks collections with a progress bar, prints and stores the results. If there are more differences
 * than one check handles, it checks again until a check repairs nothing.
 */
export async function verifyCollections(
  target: { firestore: Firestore; sql: Sql },
  collections: Collection[],
  options: CheckOptions,
): Promise<CollectionCheck[]> {
  for (;;) {
    const checks = await verifyOnce(target, collections, options);
    const isIncomplete = checks.some(({ truncated, repaired }) => truncated && repaired > 0);
    if (!isIncomplete) return checks;
    console.log('There are more differences than one check handles: checking again.');
  }
}

/** Whether any difference was not repaired, or not even examined. */
export function hasUnrepaired(checks: CollectionCheck[]): boolean {
  const repaired = checks.reduce((sum, check) => sum + check.repaired, 0);
  return repaired < countDifferences(checks) || checks.some(({ truncated }) => truncated);
}

async function verifyOnce(
  { firestore, sql }: { firestore: Firestore; sql: Sql },
  collections: Collection[],
  options: CheckOptions,
): Promise<CollectionCheck[]> {
  await clearOutdatedDeadLetters(sql, collections);
  const bar = progress('Comparing contents', await estimateCompared(sql, collections, options.share));
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

/** Prints a table with a line per collection, and examples of the differences. */
function print(checks: CollectionCheck[]): void {
  const lines = checks.map((check) => [
    check.collection,
    {
      documents: check.documents,
      compared: check.compared,
      missing: check.missing.length,
      stale: check.stale.length,
      extra: check.extra.length,
      'dead-lettered': check.deadLettered.length,
      'in flight': check.inFlight,
      repaired: check.repaired,
      'billed reads': check.billedReads,
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
      'There are more differences than one check handles. If whole collections are missing, run "npm run backfill".',
    );
}

async function estimateCompared(sql: Sql, collections: Collection[], share: number): Promise<number> {
  let rows = 0;
  for (const { table } of collections) {
    const [row] = await sql<{ rows: number }[]>`
      select count(*)::integer as rows from ${sql(table)} where live`;
    rows += Math.ceil((row?.rows ?? 0) * share);
  }
  return rows;
}
