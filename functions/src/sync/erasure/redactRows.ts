import type { Collection } from '../../platform/documents/collection.ts';
import type { JsonObject } from '../../platform/documents/json.ts';
import { redactDocument, type Redaction } from '../../platform/documents/redactDocument.ts';
import { longTransaction } from '../../platform/longTransaction.ts';
import { quoted, type Sql } from '../../platform/postgres.ts';
import { allCollections } from '../collections/index.ts';
import type { Delete, Upsert } from '../pipeline/change.ts';
import { toIncomingChange } from '../pipeline/prepareChange.ts';
import { Writer } from '../pipeline/writer.ts';

/** Rows read and written at a time; each may have a megabyte. */
const CHUNK_SIZE = 50;

type Row = Record<string, unknown> & {
  firebase_data: JsonObject;
  version: string;
  created_at: string | null;
};

/**
 * Writes rows anew whose documents name an erased person: by the writer, which leaves out whatever refers to them. A row
 * whose document fits its schema no longer is hidden, and its document is a dead letter.
 *
 * @param pattern a regular expression of Postgres that finds every document that names them, and may find others
 * @returns how many
 */
export async function redactRows(
  sql: Sql,
  { pattern, redaction }: { pattern: string; redaction: Redaction },
): Promise<number> {
  const writer = new Writer(sql, allCollections, 'repair');
  let redacted = 0;
  for (const collection of allCollections) {
    for (let after: string[] | null = []; after !== null;) {
      const rows: Row[] = await readMentions(sql, collection, pattern, after);
      const naming = rows.filter(({ firebase_data: data }) => redactDocument(data, redaction) !== data);
      await rewrite(sql, writer, collection, naming);
      redacted += naming.length;
      const last: Row | undefined = rows.length < CHUNK_SIZE ? undefined : rows.at(-1);
      after = last === undefined ? null : collection.fromColumns(last);
    }
  }
  return redacted;
}

function readMentions(
  sql: Sql,
  { table, keyColumns, columns }: Collection,
  pattern: string,
  after: string[],
): Promise<Row[]> {
  const key = quoted(keyColumns);
  const createdAt = columns.includes('created_at')
    ? `to_char(created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`
    : 'null';
  const isNext =
    after.length === 0
      ? 'true'
      : `(${key}) > (${after.map((_, index) => `$${String(index + 2)}`).join(', ')})`;
  return longTransaction(sql, (tx) =>
    tx.unsafe<Row[]>(
      `select ${key}, firebase_data, version, ${createdAt} as created_at from ${quoted([table])}
       where live and firebase_data::text ~* $1 and ${isNext}
       order by ${key} limit ${String(CHUNK_SIZE)}`,
      [pattern, ...after],
    ),
  );
}

async function rewrite(
  sql: Sql,
  writer: Writer,
  collection: Collection,
  rows: readonly Row[],
): Promise<void> {
  if (rows.length === 0) return;
  await lowerVersions(sql, collection, rows);
  const upserts = rows.map((row): Upsert => ({
    kind: 'upsert',
    path: collection.pathOf(collection.fromColumns(row)),
    version: Number(row.version),
    createTime: row.created_at,
    updateTime: timeOf(Number(row.version)),
    data: row.firebase_data,
  }));
  const outcomes = await writer.apply(upserts.map(toIncomingChange));
  const failed = outcomes.find((outcome) => outcome instanceof Error);
  if (failed !== undefined) throw failed;
  const refused = upserts.filter((_, index) => outcomes[index] === 'dead-lettered');
  const hidden = refused.map(({ path, version }): Delete => ({ kind: 'delete', path, version: version - 1 }));
  if (hidden.length > 0) await writer.apply(hidden.map(toIncomingChange));
}

/** Makes rows older than their state, unless they have changed since: by two, so that a deletion fits in between. */
async function lowerVersions(
  sql: Sql,
  { table, keyColumns }: Collection,
  rows: readonly Row[],
): Promise<void> {
  const keys = rows.map((row) =>
    Object.fromEntries([...keyColumns, 'version'].map((name) => [name, row[name]])),
  );
  const isSame = `(${quoted(keyColumns, 'existing')}) = (${quoted(keyColumns, 'lowered')})`;
  await longTransaction(sql, (tx) =>
    tx.unsafe(
      `with lowered as materialized (
         select ${quoted(keyColumns, 'existing')}, existing.version
         from json_populate_recordset(null::${quoted([table])}, $1::text::json) as lowered
         join ${quoted([table])} as existing on ${isSame} and existing.version = lowered.version
         order by ${quoted(keyColumns, 'existing')}
         for no key update of existing
       )
       update ${quoted([table])} as existing set version = existing.version - 2 from lowered where ${isSame}`,
      [JSON.stringify(keys)],
    ),
  );
}

/** A version as a time: microseconds since 1970 as RFC 3339. */
function timeOf(version: number): string {
  const seconds = Math.floor(version / 1e6);
  const micros = String(version % 1e6).padStart(6, '0');
  return new Date(seconds * 1000).toISOString().replace(/\.\d+Z$/, `.${micros}Z`);
}
