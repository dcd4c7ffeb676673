import { campusDay } from '../platform/campusTime.ts';
import { dailyLimits } from '../platform/config.ts';
import type { TransactionSql } from '../platform/postgres.ts';

/**
 * Inserts the skills that are neither known nor aliases, in key order so that two transactions rarely deadlock. What a
 * person brings beyond the limit of a day waits: the documents that name it are noted, for admitWaitingSkills.ts.
 *
 * @param table the table that will link the documents to the skills; null if none names them
 * @param skills a JSON array of `{key, name, document_id, person}`; other properties are ignored. Without a person, skills
 *   are not limited.
 */
export async function addSkills(sql: TransactionSql, table: string | null, skills: string): Promise<void> {
  const today = campusDay(new Date());
  const unknown = sql`
    unknown as (
      select key, name, document_id, person
      from jsonb_to_recordset(${skills}::text::jsonb)
        as incoming (key text, name text, document_id text, person text)
      where name is not null
        and not exists (select from skills where skills.key = incoming.key)
        and not exists (select from skill_aliases where skill_aliases.key = incoming.key)
    )`;
  // Locks the counts, so that the next statement sees what concurrent transactions have counted.
  const [found] = await sql<{ anything: boolean }[]>`
    with ${unknown}, locked as (
      insert into skill_admissions as existing (user_id, day, skills)
      select distinct person collate "C", ${today}::text::date, 0 from unknown where person is not null order by 1
      on conflict (user_id, day) do update set skills = existing.skills
    )
    select exists (select from unknown) as anything`;
  if (found?.anything !== true) return;
  await sql`
    with ${unknown}, brought as (
      select person, key, row_number() over (partition by person order by key collate "C") as place
      from (select distinct person, key from unknown where person is not null) as pairs
    ), within_limit as (
      select person, key from brought
      left join skill_admissions as before on before.user_id = person and before.day = ${today}::text::date
      where place <= ${dailyLimits.newSkills()}::integer - coalesce(before.skills, 0)
    ), counted as (
      insert into skill_admissions as existing (user_id, day, skills)
      select person, ${today}::text::date, count(*) from within_limit group by person order by person collate "C"
      on conflict (user_id, day) do update set skills = existing.skills + excluded.skills
    ), admitted as (
      select key from within_limit
      union
      select key from unknown where person is null
    ), waiting as (
      insert into skills_waiting (link_table, document_id)
      select distinct ${table}, document_id from unknown
      where key not in (select key from admitted)
      order by document_id
      on conflict (link_table, document_id) do nothing
    )
    insert into skills (key, name)
    select distinct on (key) key, name from unknown
    where key in (select key from admitted)
    order by key
    on conflict (key) do nothing`;
}
