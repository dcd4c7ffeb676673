import type { Collection } from '../../platform/documents/collection.ts';
import { longTransaction } from '../../platform/longTransaction.ts';
import { quoted, type Sql } from '../../platform/postgres.ts';
import { allCollections } from '../collections/index.ts';

/** Paths found at a time. */
const PAGE_SIZE = 1000;

/**
 * Finds the documents that may name somebody: those whose rows do, those that were written lately, since the writer leaves
 * an erased person out of rows whose documents still name them, and those that no row has, for their dead letters.
 *
 * @param pattern a regular expression of Postgres that finds every document that names them, and may find others
 * @param since from when on rows count as written lately
 * @returns paths, page by page
 */
export async function* findNaming(
  sql: Sql,
  { pattern, since }: { pattern: string; since: Date },
): AsyncGenerator<string[]> {
  for (const collection of allCollections) {
    for (let after: string[] | null = []; after !== null;) {
      const keys: string[][] = await readKeys(sql, collection, { pattern, since, after });
      yield keys.map(collection.pathOf);
      after = keys.length < PAGE_SIZE ? null : (keys.at(-1) ?? null);
    }
  }
  for (let after: string | null = '0'; after !== null;) {
    const letters: { id: string; path: string }[] = await sql<{ id: string; path: string }[]>`
      select id, path from dead_letters where id > ${after} and path is not null order by id limit ${PAGE_SIZE}`;
    yield letters.map(({ path }) => path);
    after = letters.length < PAGE_SIZE ? null : (letters.at(-1)?.id ?? null);
  }
}

async function readKeys(
  sql: Sql,
  { table, keyColumns, fromColumns }: Collection,
  { pattern, since, after }: { pattern: string; since: Date; after: string[] },
): Promise<string[][]> {
  const key = quoted(keyColumns);
  const isNext =
    after.length === 0
      ? 'true'
      : `(${key}) > (${after.map((_, index) => `$${String(index + 3)}`).join(', ')})`;
  const rows = await longTransaction(sql, (tx) =>
    tx.unsafe<Record<string, unknown>[]>(
      `select ${key} from ${quoted([table])}
       where live and (synced_at >= $2::timestamptz or firebase_data::text ~* $1) and ${isNext}
       order by ${key} limit ${String(PAGE_SIZE)}`,
      [pattern, since.toISOString(), ...after],
    ),
  );
  return rows.map(fromColumns);
}
