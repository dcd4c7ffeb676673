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

/** A row that was written. */
export interface WrittenRow {
  key: string[];
  /** How long ago what it says last changed, in seconds (`changed_at`): 0 if this write changed it. */
  unchangedSeconds: number;
  /** Whether there was no row of it, not even a tombstone. */
  inserted: boolean;
}

/** Says when the document was last written, which no answer uses. */
const TIME_OF_WRITING = 'updated_at';

/**
 * Writes rows under the version rule and in key order, so that concurrent transactions do not deadlock; in one statement
 * unless their documents are large. Keys must be unique. Returns the rows that were written; the others already had the
 * same or a newer version.
 *
 * Placeholders whose row exists are filtered out before the conflict check, which would lock the row and
 * serialise the batches of all children of a popular parent.
 */
export async function upsertRows(
  sql: TransactionSql,
  collection: Collection,
  rows: Row[],
): Promise<WrittenRow[]> {
  const { keyColumns, columns, childRows } = collection;
  const chunks = byteChunks(rows, bytesOf);
  const ordered = chunks.length > 1 ? byteChunks(rows.toSorted(byKey), bytesOf) : chunks;
  const written: WrittenRow[] = [];
  for (const chunk of ordered) {
    const json = JSON.stringify(chunk.map((row) => toRecord(collection, row)));
    const found = await sql.unsafe<
      ({ unchanged_seconds: number; inserted: boolean } & Record<string, unknown>)[]
    >(upsertStatement(collection), [json]);
    written.push(
      ...found.map((row) => ({
        key: collection.fromColumns(row),
        unchangedSeconds: row.unchanged_seconds,
        inserted: row.inserted,
      })),
    );
  }
  return written;

  function upsertStatement({ table }: Collection): string {
    const key = quoted(keyColumns);
    const data = [...columns, 'firebase_data', 'version', 'live'];
    return `
      insert into ${quoted([table])} as existing (${key}, ${quoted(data)}, synced_at, changed_at)
      select ${key}, ${quoted(data)}, written_at, written_at
      from jsonb_populate_recordset(null::${quoted([table])}, $1::text::jsonb) as incoming,
        (select clock_timestamp() as written_at) as clock
      where version > 0 or not exists (
        select from ${quoted([table])} as parent
        where (${quoted(keyColumns, 'parent')}) = (${quoted(keyColumns, 'incoming')})
      )
      order by ${key}
      on conflict (${key}) do update set
        (${quoted(data)}, synced_at, changed_at) = row(${quoted(data, 'excluded')}, excluded.synced_at,
          case
            when (${whatItSays('existing')}) is distinct from (${whatItSays('excluded')})
            then excluded.synced_at
            else existing.changed_at
          end)
        where excluded.version > existing.version
      returning ${key}, extract(epoch from synced_at - changed_at)::float8 as unchanged_seconds,
        -- An updated row is locked by this transaction.
        existing.xmax = 0 as inserted`;
  }

  /** What answers can use of a row: its columns, and the fields of its child rows. */
  function whatItSays(row: string): string {
    const said = [...columns.filter((column) => column !== TIME_OF_WRITING), 'live'];
    const fields = (childRows?.fields ?? []).map((field) => `${row}.firebase_data -> '${field}'`);
    return [quoted(said, row), ...fields].join(', ');
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
