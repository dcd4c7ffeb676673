import type { TransactionSql } from '../platform/postgres.ts';

/**
 * Inserts the skills that are neither known nor aliases, in key order so that two transactions rarely deadlock.
 *
 * @param skills a JSON array of `{key, name}`; those without a name, and other properties, are ignored
 */
export async function addSkills(sql: TransactionSql, skills: string): Promise<void> {
  await sql`
    insert into skills (key, name)
    select distinct on (key) key, name
    from jsonb_to_recordset(${skills}::text::jsonb) as incoming (key text, name text)
    where name is not null
      and not exists (select from skills where skills.key = incoming.key)
      and not exists (select from skill_aliases where skill_aliases.key = incoming.key)
    order by key
    on conflict (key) do nothing`;
}
