import { quoted, transaction, type Sql, type TransactionSql } from '../platform/postgres.ts';
import type { Collection, WrittenDocument } from '../platform/documents/collection.ts';
import type { JsonObject } from '../platform/documents/json.ts';

/** Documents rewritten in one transaction. */
const CHUNK_SIZE = 250;

interface RewrittenChunk {
  documents: number;
  /** Documents that no longer fit their schema; their child rows are left as they are. */
  unreadable: number;
  /** The chunk's last key, to continue after; null when there are no more documents. */
  last: string[] | null;
}

/** Rewrites the child rows of the next live documents after a key, under the same row locks as the sync writer. */
export async function rewriteChildRows(
  sql: Sql,
  collection: Collection,
  after: string[] | null,
): Promise<RewrittenChunk> {
  const { table, keyColumns, fromColumns } = collection;
  const key = quoted(keyColumns);
  const values = after ?? [];
  const isNext =
    values.length === 0
      ? 'true'
      : `(${key}) > (${values.map((_, index) => `$${String(index + 1)}`).join(', ')})`;
  return transaction(sql, async (tx) => {
    const rows = await tx.unsafe<Record<string, unknown>[]>(
      `select ${key}, firebase_data from ${quoted([table])} where live and ${isNext}
       order by ${key} limit ${String(CHUNK_SIZE)} for no key update`,
      values,
    );
    const documents = await rewriteRows(tx, collection, rows, { isPaced: false });
    const last = rows.length < CHUNK_SIZE ? undefined : rows.at(-1);
    return {
      documents,
      unreadable: rows.length - documents,
      last: last === undefined ? null : fromColumns(last),
    };
  });
}

/** Rewrites the child rows of documents whose rows, with their `firebase_data`, are locked. Returns how many fit their schema. */
export async function rewriteRows(
  sql: TransactionSql,
  { fromColumns, match, pathOf, parse, childRows }: Collection,
  rows: readonly Record<string, unknown>[],
  { isPaced }: { isPaced: boolean },
): Promise<number> {
  const documents = rows.flatMap((row): WrittenDocument<unknown>[] => {
    try {
      const key = fromColumns(row);
      const params = match(pathOf(key)) ?? {};
      const data = row['firebase_data'] as JsonObject;
      const { fields } = parse(data, { params, createTime: null, updateTime: '' });
      return [{ key, fields, isPaced }];
    } catch {
      // Its next change becomes a dead letter, which records the reason.
      return [];
    }
  });
  if (documents.length > 0) await childRows?.write(sql, documents);
  return documents.length;
}
