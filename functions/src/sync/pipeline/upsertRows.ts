import { approximateBytes, byteChunks } from '../../platform/byteChunks.ts';
import type { Collection, ColumnValue } from '../../platform/documents/collection.ts';
import { quoted, type TransactionSql } from '../../platform/postgres.ts';
import type { JsonObject } from '../../platform/documents/json.ts';

/**
 * A row to write to a collection's table: a live document, the tombstone of a deleted one (`live` false),
 * or a placeholder for one that has not arrived yet (`version` 0).
 */
export interface Row {
  key: string[];
  version: number;
  live: boolean;
  columns: Record<string, ColumnValue>;
  firebaseData: JsonObject | null;
}

/**
 * Writes rows under the version rule and in key order, so that concurrent transactions do not deadlock; in one statement
 * unless their documents are large. Keys must be unique. Returns the keys that were written; the other rows already had
 * the same or a newer version.
 *
 * Placeholders whose row exists are filtered out before the conflict check, which would lock the row and
 * serialise the batches of all children of a popular parent.
 */
export async function upsertRows(
  sql: TransactionSql,
  collection: Collection,
  rows: Row[],
): Promise<string[][]> {
  const { keyColumns, columns } = collection;
  const chunks = byteChunks(rows, bytesOf);
  const ordered = chunks.length > 1 ? byteChunks(rows.toSorted(byKey), bytesOf) : chunks;
  const written: string[][] = [];
  for (const chunk of ordered) {
    const json = JSON.stringify(chunk.map((row) => toRecord(collection, row)));
    const keys = await sql.unsafe<Record<string, string>[]>(upsertStatement(collection), [json]);
    written.push(...keys.map(collection.fromColumns));
  }
  return written;

  function upsertStatement({ table }: Collection): string {
    const key = quoted(keyColumns);
    const data = [...columns, 'firebase_data', 'version', 'live'];
    const saying = [...columns.filter((column) => column !== 'updated_at'), 'live'];
    return `
      insert into ${quoted([table])} as existing (${key}, ${quoted(data)}, synced_at)
      select ${key}, ${quoted(data)}, clock_timestamp()
      from jsonb_populate_recordset(null::${quoted([table])}, $1::text::jsonb) as incoming
      where version > 0 or not exists (
        select from ${quoted([table])} as parent
        where (${quoted(keyColumns, 'parent')}) = (${quoted(keyColumns, 'incoming')})
      )
      order by ${key}
      on conflict (${key}) do update set
        (${quoted(data)}, synced_at, changed_at) = row(${quoted(data, 'excluded')}, excluded.synced_at,
          case
            when (${quoted(saying, 'existing')}, existing.firebase_data -> 'skills')
              is distinct from (${quoted(saying, 'excluded')}, excluded.firebase_data -> 'skills')
            then excluded.synced_at
            else existing.changed_at
          end)
        where excluded.version > existing.version
      returning ${key}`;
  }
}

function bytesOf({ firebaseData }: Row): number {
  return approximateBytes(firebaseData);
}

/** In the order of the database, which compares bytes. */
function byKey(one: Row, other: Row): number {
  for (const [index, id] of one.key.entries()) {
    const order = Buffer.compare(Buffer.from(id), Buffer.from(other.key[index] ?? ''));
    if (order !== 0) return order;
  }
  return 0;
}

/** Converts a row to a record of its table's type, for `jsonb_populate_recordset`. */
export function toRecord(
  { toColumns }: Collection,
  { key, columns, firebaseData, version, live }: Row,
): Record<string, ColumnValue> {
  return { ...toColumns(key), ...columns, firebase_data: firebaseData, version, live };
}
