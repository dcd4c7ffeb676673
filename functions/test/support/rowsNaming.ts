import type { Sql } from '../../src/platform/postgres.ts';

/** Where in Postgres any of these texts is found: `table: row` of each row that contains one, except in the ledger. */
export async function rowsNaming(sql: Sql, texts: readonly string[]): Promise<string[]> {
  const tables = await sql<{ name: string }[]>`
    select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r' and relname not in ('erasures', 'migrations', 'schema_objects')`;
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await sql<{ row: string }[]>`
      select row::text as row from ${sql(name)} as row
      where exists (
        select from json_array_elements_text(${JSON.stringify(texts)}::text::json) as text
        where position(text in row::text) > 0
      )`;
    found.push(...rows.map(({ row }) => `${name}: ${row}`));
  }
  return found;
}
