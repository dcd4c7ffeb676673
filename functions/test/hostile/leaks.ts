import type { Sql } from '../../src/platform/postgres.ts';
import { PRIVATE } from '../platform/identity/policy/policyCampus.ts';

/** Stack traces, paths of files, and the words of Postgres. */
const INTERNAL =
  /\n\s+at \S|:\d+:\d+\)|file:\/\/|node_modules|\/(?:work|workspace|home|srv)\/|\.[cm]?[jt]s\b|SQLSTATE|syntax error|violates|\bpg_(?!sleep)/;

/**
 * Finds what an error tells a caller but must not: names of tables and columns that no schema of an input has, stack
 * traces, paths, what Postgres says, and what is private to others.
 */
export async function leaksOf(sql: Sql): Promise<(told: string | null) => string[]> {
  const names = await sql<{ name: string }[]>`
    select distinct unnest(array[table_name::text, column_name::text]) as name
    from information_schema.columns where table_schema = 'public'`;
  // Names without an underscore are words: users, role.
  const inside = new RegExp(
    `\\b(?:${names.flatMap(({ name }) => (name.includes('_') ? [name] : [])).join('|')})\\b`,
  );
  return (told) => {
    if (told === null) return [];
    return [
      ...(INTERNAL.test(told) ? [`tells of the inside: ${told.slice(0, 200)}`] : []),
      ...(inside.test(told) ? [`names ${inside.exec(told)?.[0] ?? ''}`] : []),
      ...(PRIVATE.test(told) ? ['tells what is private'] : []),
    ];
  };
}
