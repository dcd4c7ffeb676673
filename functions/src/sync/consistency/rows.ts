import type { DocumentSnapshot } from 'firebase-admin/firestore';
import { quoted, type Sql } from '../../platform/postgres.ts';
import { rowId, type Collection } from '../../platform/documents/collection.ts';
import type { PathRange } from '../pipeline/documentReader.ts';
import { prepare, withoutMessage, type Projected } from '../pipeline/prepare.ts';
import { upsertOrRefusal } from '../pipeline/snapshot.ts';
import { toRecord } from '../pipeline/upsert.ts';

/** What Postgres has for one document. */
export interface RowState {
  version: number;
  live: boolean;
  /** Whether every column, and every row the document owns, is what the projection makes of it. */
  same: boolean;
}

/** The ranges that cut a collection's live rows into parts of so many rows. */
export async function rangesOf(sql: Sql, collection: Collection, rows: number): Promise<PathRange[]> {
  const order = quoted(collection.pathColumns);
  const ends = await paths(
    sql,
    collection,
    `select ${order}
     from (
       select ${order}, row_number() over (order by ${order}) as number
       from ${quoted([collection.table])} where live
     ) as numbered
     where number % $1 = 0
     order by ${order}`,
    [rows],
  );
  return [...ends, null].map((upTo, index) => ({ after: ends[index - 1] ?? null, upTo }));
}

/** Counts the live rows of a range. */
export async function countRows(sql: Sql, collection: Collection, range: PathRange): Promise<number> {
  const { condition, values } = within(collection, range);
  const [row] = await sql.unsafe<{ count: number }[]>(
    `select count(*)::integer as count from ${quoted([collection.table])} where live and ${condition}`,
    values,
  );
  return row?.count ?? 0;
}

/** The path of the row in the middle of a range of so many rows. */
export async function middleOf(
  sql: Sql,
  collection: Collection,
  range: PathRange,
  rows: number,
): Promise<string | null> {
  const { condition, values } = within(collection, range);
  const order = quoted(collection.pathColumns);
  const [path] = await paths(
    sql,
    collection,
    `select ${order} from ${quoted([collection.table])} where live and ${condition}
     order by ${order} offset ${String(Math.floor((rows - 1) / 2))} limit 1`,
    values,
  );
  return path ?? null;
}

/** The keys of the live rows of a range. */
export async function keysWithin(sql: Sql, collection: Collection, range: PathRange): Promise<string[][]> {
  const { condition, values } = within(collection, range);
  const rows = await sql.unsafe<Record<string, string>[]>(
    `select ${quoted(collection.keyColumns)} from ${quoted([collection.table])} where live and ${condition}`,
    values,
  );
  return rows.map(collection.fromColumns);
}

/**
 * What Postgres has for these keys, by {@link rowId}; a key without a row is not among them. A row is
 * compared with its document's projection; without one it is never the same.
 */
export async function rowStates(
  sql: Sql,
  collection: Collection,
  entries: { key: string[]; projected: Projected | null }[],
): Promise<Map<string, RowState>> {
  const { table, keyColumns, childRows } = collection;
  const compared = [...collection.columns, 'firebase_data', 'version', 'live'];
  const rows = entries.map(({ key, projected }) =>
    projected === null ? collection.toColumns(key) : toRecord(collection, projected.row),
  );
  const found = await sql.unsafe<
    ({ version: string; live: boolean; same: boolean } & Record<string, string>)[]
  >(
    `select ${quoted(keyColumns, 'existing')}, existing.version, existing.live,
       (${quoted(compared, 'existing')}) is not distinct from (${quoted(compared, 'incoming')}) as same
     from jsonb_populate_recordset(null::${quoted([table])}, $1::text::jsonb) as incoming
     join ${quoted([table])} as existing using (${quoted(keyColumns)})`,
    [JSON.stringify(rows)],
  );
  const projected = entries.flatMap((entry) => entry.projected ?? []);
  const differing = new Set(
    (projected.length > 0
      ? await childRows?.differing(
          sql,
          projected.map(({ row, fields }) => ({ key: row.key, fields })),
        )
      : undefined
    )?.map(rowId),
  );
  return new Map(
    found.map((row) => {
      const id = rowId(collection.fromColumns(row));
      return [id, { version: Number(row.version), live: row.live, same: row.same && !differing.has(id) }];
    }),
  );
}

/** What a document's row has to be; null when the document does not fit. */
export function projectionOf(collection: Collection, snapshot: DocumentSnapshot): Projected | null {
  const prepared = prepare([collection], withoutMessage(upsertOrRefusal(snapshot)));
  return prepared.kind === 'row' ? prepared : null;
}

async function paths(
  sql: Sql,
  collection: Collection,
  query: string,
  values: (string | number)[],
): Promise<string[]> {
  const rows = await sql.unsafe<Record<string, string>[]>(query, values);
  return (
    rows
      .map(collection.fromColumns)
      // Somebody may have added rows by hand that no document can have.
      .filter(isPossibleKey)
      .map((key) => collection.pathOf(key))
  );
}

/** Whether a document can have this key; rows that somebody added by hand may have any. */
export function isPossibleKey(key: readonly string[]): boolean {
  return key.every((id) => !/^(|\.|\.\.|__.*__)$|\//s.test(id) && Buffer.byteLength(id) <= 1500);
}

/** The condition that a row's document lies in the range: in Firestore's order, byte by byte. */
function within(
  { match, pathColumns, keyOf, toColumns }: Collection,
  { after, upTo }: PathRange,
): { condition: string; values: string[] } {
  const values: string[] = [];
  const compare = (operator: '>' | '<=', path: string | null): string => {
    if (path === null) return 'true';
    const key = toColumns(keyOf(match(path) ?? {}));
    const parameters = pathColumns.map((column) => {
      values.push(key[column] ?? '');
      return `$${String(values.length)}`;
    });
    return `(${quoted(pathColumns)}) ${operator} (${parameters.join(', ')})`;
  };
  const condition = `${compare('>', after)} and ${compare('<=', upTo)}`;
  return { condition, values };
}
