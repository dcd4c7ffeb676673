import { pgArray, type Sql } from '../../platform/postgres.ts';
import { discloseCountSql } from '../disclosure/disclosureRules.ts';
import type { Viewer } from '../disclosure/disclosureViewer.ts';
import { isOfDepartment } from './monthlyPeople.ts';

/** A skill's counts in a month; null where they may not be shown. */
export interface MonthlySkill {
  id: number;
  name: string;
  /** Users who used it in the month, and in the month before. */
  people: number | null;
  before: number | null;
  /** Users who have it on their profile. */
  profiles: number | null;
}

/** The skills used in a month or on profiles in it, most used first. */
export async function readMonthlySkills(
  sql: Sql,
  viewer: Viewer,
  departmentKey: string | null,
  month: string,
): Promise<MonthlySkill[]> {
  const people = discloseCountSql(sql, viewer, sql`people`, sql`shown`);
  // One scan instead of joins: the planner misestimates the rows per department and month.
  return sql<MonthlySkill[]>`
    select id, name, counted.people, before, profiles
    from (
      select skill_id,
        max(${people}) filter (where measure = 'used-skill' and month = ${month}::date) as people,
        max(${people}) filter (where measure = 'used-skill' and month < ${month}::date) as before,
        max(${people}) filter (where measure = 'has-skill' and month = ${month}::date) as profiles
      from insight_people
      where exact = ${viewer.exact} and ${isOfDepartment(sql, departmentKey)} and measure in ('used-skill', 'has-skill')
        and month in (${month}::date, (${month}::date - interval '1 month')::date)
        and skill_id is not null and cohort is null
      group by skill_id
    ) as counted
    join skills on skills.id = skill_id
    where counted.people is not null or profiles is not null
    order by counted.people desc nulls last, profiles desc nulls last, name`;
}

/** Users of each skill per month, by skill id; under the key null, users of any skill. */
export async function readSkillHistory(
  sql: Sql,
  viewer: Viewer,
  departmentKey: string | null,
  { months, skills }: { months: string[]; skills: number[] },
): Promise<Map<number | null, (number | null)[]>> {
  const rows = await sql<{ skill_id: number | null; month: string; people: number | null }[]>`
    select skill_id, month::text, ${discloseCountSql(sql, viewer, sql`people`, sql`shown`)} as people
    from insight_people
    where exact = ${viewer.exact} and ${isOfDepartment(sql, departmentKey)} and measure = 'used-skill'
      and month = any(${pgArray(months)}::date[])
      and (skill_id = any(${pgArray(skills)}::integer[]) or skill_id is null) and cohort is null`;
  const counts = new Map(
    rows.map(({ skill_id, month, people }) => [`${String(skill_id)} ${month}`, people] as const),
  );
  // A missing row means nobody, which only administrators may distinguish from a small group.
  const missing = viewer.exact ? 0 : null;
  return new Map(
    [null, ...skills].map((skill) => [
      skill,
      months.map((month) => counts.get(`${String(skill)} ${month}`) ?? missing),
    ]),
  );
}
