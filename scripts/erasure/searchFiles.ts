import { glob, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sql } from '../../functions/src/platform/postgres.ts';
import type { Needles } from '../accounts/search/needles.ts';

/**
 * Searches the files of a Postgres server on this machine, byte by byte: tables, indexes and catalogues as they are on
 * disk, without the write-ahead log. Each database must have been rewritten (rewriteDatabase.ts).
 *
 * @returns the files in which something was found
 */
export async function searchFiles(sql: Sql, needles: Needles): Promise<string[]> {
  await sql`checkpoint`;
  const [row] = await sql<{ data_directory: string }[]>`show data_directory`;
  const directory = row?.data_directory ?? '';
  const found: string[] = [];
  for await (const name of glob('{base,global}/**', { cwd: directory })) {
    const path = join(directory, name);
    if (!(await stat(path)).isFile()) continue;
    if (needles.kindsIn((await readFile(path)).toString('latin1')).length > 0)
      found.push(await named(sql, name));
  }
  return found;
}

/** A file with the name of its table or index, if that is of this database. */
async function named(sql: Sql, file: string): Promise<string> {
  const [, database = '', node = ''] = /^base\/(\d+)\/(\d+)/.exec(file) ?? [];
  const [row] = await sql<{ relation: string | null }[]>`
    select pg_filenode_relation(0, ${node === '' ? null : Number(node)}::oid)::text as relation
    from pg_database where datname = current_database() and oid::text = ${database}`;
  return row?.relation == null ? file : `${file} (${row.relation})`;
}
