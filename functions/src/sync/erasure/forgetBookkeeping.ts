import { longTransaction } from '../../platform/longTransaction.ts';
import type { Sql } from '../../platform/postgres.ts';

/**
 * Forgets, in a database restored from a backup, what the bookkeeping of the synchronisation says of documents that may
 * have no row: discarded dead letters, deferred changes, and paths in consistency checks and backfills. Such documents may
 * be of people erased since, and nothing tells whose they were. What still exists in Firestore is found missing, and
 * rejected and listed again, by the next comparison; backfills start anew.
 *
 * @returns how many rows were deleted or changed
 */
export function forgetBookkeeping(sql: Sql): Promise<number> {
  return longTransaction(sql, async (tx) => {
    const discarded = await tx`delete from dead_letters where message is null`;
    const deferred = await tx`delete from deferred_changes`;
    const backfills = await tx`delete from backfill_partitions`;
    const checks = await tx`
      update consistency_checks set slice_end = null, examples = '{}'
      where slice_end is not null or examples <> '{}'`;
    return [discarded, deferred, backfills, checks].reduce((sum, { count }) => sum + count, 0);
  });
}
