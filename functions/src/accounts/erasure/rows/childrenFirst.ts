import type { Sql } from '../../../platform/postgres.ts';

/** Every table, each before those that it refers to: in this order, rows can be deleted. */
export async function childrenFirst(sql: Sql): Promise<string[]> {
  const references = await sql<{ child: string; parent: string | null }[]>`
    select relname as child, confrelid::regclass::text as parent
    from pg_class left join pg_constraint on conrelid = pg_class.oid and contype = 'f' and confrelid <> conrelid
    where relnamespace = 'public'::regnamespace and relkind = 'r'
    order by relname, parent`;
  const parents = Map.groupBy(references, ({ child }) => child);
  const ordered = new Set<string>();
  const add = (table: string): void => {
    for (const { parent } of parents.get(table) ?? []) if (parent !== null) add(parent);
    ordered.add(table);
  };
  for (const table of parents.keys()) add(table);
  return [...ordered].reverse();
}
