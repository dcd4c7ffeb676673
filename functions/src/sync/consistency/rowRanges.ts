import { quoted, type Sql } from '../../platform/postgres.ts';
import type { Collection } from '../../platform/documents/collection.ts';
import type { PathRange } from '../pipeline/documentReader.ts';

/** Splits a collection's live rows into ranges of this many rows. */
export async function splitIntoRanges(sql: Sql, collection: Collection, rows: number): Promise<PathRange[]> {
  const order = quoted(collection.pathColumns);
  const ends = await queryPaths(
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

/** Counts the live rows in a range. */
export async function countRows(sql: Sql, collection: Collection, range: PathRange): Promise<number> {
  const { condition, values } = rangeCondition(collection, range);
  const [row] = await sql.unsafe<{ count: number }[]>(
    `select count(*)::integer as count from ${quoted([collection.table])} where live and ${condition}`,
    values,
  );
  return row?.count ?? 0;
}

/** The path of the middle row in a range with this many rows. */
export async function findMiddlePath(
  sql: Sql,
  collection: Collection,
  range: PathRange,
  rows: number,
): Promise<string | null> {
  const { condition, values } = rangeCondition(collection, range);
  const order = quoted(collection.pathColumns);
  const [path] = await queryPaths(
    sql,
    collection,
    `select ${order} from ${quoted([collection.table])} where live and ${condition}
     order by ${order} offset ${String(Math.floor((rows - 1) / 2))} limit 1`,
    values,
  );
  return path ?? null;
}

/** Reads the keys of the live rows in a range. */
export async function readKeys(sql: Sql, collection: Collection, range: PathRange): Promise<string[][]> {
  const { condition, values } = rangeCondition(collection, range);
  const rows = await sql.unsafe<Record<string, string>[]>(
    `select ${quoted(collection.keyColumns)} from ${quoted([collection.table])} where live and ${condition}`,
    values,
  );
  return rows.map(collection.fromColumns);
}

async function queryPaths(
  sql: Sql,
  collection: Collection,
  query: string,
  values: (string | number)[],
): Promise<string[]> {
  const rows = await sql.unsafe<Record<string, string>[]>(query, values);
  return (
    rows
      .map(collection.fromColumns)
      // Rows added by hand may have keys that no document can have.
      .filter(isPossibleKey)
      .map((key) => collection.pathOf(key))
  );
}

/** Whether a document can have this key; rows added by hand may have any. */
export function isPossibleKey(key: readonly string[]): boolean {
  return key.every((id) => !/^(|\.|\.\.|__.*__)$|\//s.test(id) && Buffer.byteLength(id) <= 1500);
}

/** The SQL condition for rows whose documents lie in the range, in Firestore's byte order. */
function rangeCondition(
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
