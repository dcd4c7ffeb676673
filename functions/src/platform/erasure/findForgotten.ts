import type { TransactionSql } from '../postgres.ts';
import { Erased, readErased, type LedgerState } from './erased.ts';
import { documentHash } from './keyedHash.ts';

/**
 * The paths that must not be written down: those with the id of somebody erased, and those of documents of which only a
 * hashed tombstone is left. Opens the ledger of erasures for the transaction.
 */
export async function findForgotten(
  sql: TransactionSql,
  paths: readonly string[],
): Promise<ReadonlySet<string>> {
  const hashes = new Map(paths.map((path) => [path, documentHash(path)]));
  const [row] = await sql<{ ledger: LedgerState }[]>`
    select ${readErased(sql, new Erased(), [...hashes.values()])} as ledger`;
  if (row === undefined) return new Set();
  const { isTheirs } = new Erased().at(row.ledger);
  const { tombstones } = row.ledger;
  return new Set(
    paths.filter(
      (path) => path.split('/').some(isTheirs) || (hashes.get(path)?.toString('hex') ?? '') in tombstones,
    ),
  );
}
