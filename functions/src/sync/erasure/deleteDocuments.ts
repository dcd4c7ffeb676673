import type { Collection } from '../../platform/documents/collection.ts';
import { writeLedger } from '../../platform/erasure/ledger.ts';
import { longTransaction } from '../../platform/longTransaction.ts';
import { quoted, type Sql, type TransactionSql } from '../../platform/postgres.ts';
import { insertHashedTombstones } from './insertHashedTombstones.ts';

/** Documents of one transaction, so that the writer never waits long. */
const CHUNK_SIZE = 1000;

/** Whose documents, by the columns that hold their ids. */
export interface DocumentOwner {
  columns: readonly string[];
  uid: string;
}

/**
 * Marks the rows of a person's documents as deleted, so that everything follows that follows a deletion: the days of those
 * whom they were connected to are counted again. The rows keep what they hold until {@link deleteDocuments}.
 */
export async function hideDocuments(
  sql: Sql,
  { table, keyColumns }: Collection,
  owner: DocumentOwner,
): Promise<void> {
  const key = quoted(keyColumns);
  for (let hidden = CHUNK_SIZE; hidden === CHUNK_SIZE;) {
    hidden = await longTransaction(sql, async (tx) => {
      // In key order, as the writer locks them.
      const { count } = await tx.unsafe(
        `with theirs as materialized (
           select ${key} from ${quoted([table])} where live and ${isOwned(owner)}
           order by ${key} limit ${String(CHUNK_SIZE)} for no key update
         )
         update ${quoted([table])} set live = false, changed_at = clock_timestamp()
         where (${key}) in (select ${key} from theirs)`,
        [owner.uid],
      );
      return count;
    });
  }
}

/**
 * Deletes the rows of a person's documents, which nothing refers to any more. Hashed tombstones take their place: later
 * than every state of the document that may still be on its way, for it has been deleted.
 *
 * @returns how many
 */
export async function deleteDocuments(
  sql: Sql,
  collection: Collection,
  owner: DocumentOwner,
): Promise<number> {
  for (let total = 0; ;) {
    const deleted = await longTransaction(sql, (tx) => deleteChunk(tx, collection, owner));
    total += deleted;
    if (deleted < CHUNK_SIZE) return total;
  }
}

async function deleteChunk(
  sql: TransactionSql,
  { table, keyColumns, fromColumns, pathOf }: Collection,
  owner: DocumentOwner,
): Promise<number> {
  await writeLedger(sql);
  const key = quoted(keyColumns);
  const rows = await sql.unsafe<(Record<string, unknown> & { version: string })[]>(
    `select ${key}, version from ${quoted([table])} where ${isOwned(owner)}
     order by ${key} limit ${String(CHUNK_SIZE)} for update`,
    [owner.uid],
  );
  if (rows.length === 0) return 0;
  const now = Date.now() * 1000;
  await insertHashedTombstones(
    sql,
    rows.map((row) => ({
      path: pathOf(fromColumns(row)),
      version: Math.max(Number(row.version) + 1, now),
    })),
  );
  const { count } = await sql.unsafe(
    `delete from ${quoted([table])} where (${key}) in (
       select ${key} from json_populate_recordset(null::${quoted([table])}, $1::text::json)
     )`,
    [JSON.stringify(rows)],
  );
  return count;
}

function isOwned({ columns }: DocumentOwner): string {
  return `(${columns.map((column) => `${quoted([column])} = $1`).join(' or ')})`;
}
