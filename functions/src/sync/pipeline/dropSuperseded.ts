import { rowId, type Collection } from '../../platform/documents/collection.ts';
import type { TransactionSql } from '../../platform/postgres.ts';
import { findUpToDateKeys } from '../deadLetters/deadLetters.ts';
import type { RejectedChange } from './prepareChange.ts';

/** Leaves out rejected states whose row already has a newer one: they are superseded. */
export async function dropSuperseded(
  sql: TransactionSql,
  collections: readonly Collection[],
  rejected: RejectedChange[],
): Promise<Set<RejectedChange>> {
  const remaining = new Set(rejected);
  for (const collection of collections) {
    const candidates = rejected.flatMap((change) =>
      change.row?.collection === collection
        ? [{ change, key: change.row.key, version: change.deadLetter.version ?? 0 }]
        : [],
    );
    if (candidates.length === 0) continue;
    const upToDate = new Set((await findUpToDateKeys(sql, collection, candidates)).map(rowId));
    for (const { change, key } of candidates) if (upToDate.has(rowId(key))) remaining.delete(change);
  }
  return remaining;
}
