import { glob, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sql } from '../../functions/src/platform/postgres.ts';
import type { Needles } from '../accounts/search/needles.ts';

/**
 * Searches the files of a Postgres server on this machine, byte by byte: tables, indexes and catalogues as they are on
 * disk, without the write-ahead log. `vacuum full` must have removed what was deleted.
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
    if (needles.kindsIn((await readFile(path)).toString('latin1')).length > 0) found.push(name);
  }
  return found;
}
