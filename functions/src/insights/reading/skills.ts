import { pgArray, type Fragment, type Sql } from '../../platform/postgres.ts';
import { seenSql } from '../disclosure/counts.ts';
import type { Viewer } from '../disclosure/viewer.ts';

/** A skill in a month, as a viewer sees it: counts are null where they may not be shown. */
export interface SkillUse {
  id: number;
  name: string;
  people: number | null;
  /** The month before. */
  before: number | null;
  profiles: number | null;
}

/** The people of a department, or of the whole campus when it is null. */
export function ofDepartment(sql: Sql, department: string | null): Fragment {
  return department === null ? sql`department is null` : sql`department = ${department}`;
}

/** The skills that were used in a month or are on profiles then, the most used first. */
export async function readSkills(
  sql: Sql,
  viewer: Viewer,
  department: string | null,
  month: string,
): Promise<SkillUse[]> {
  const people = seenSql(sql, viewer, sql`people`, sql`shown`);
  // One scan, and no join of counts: how many there are of a department in a month is badly estimated.
  return sql<SkillUse[]>`
    select id, name, counted.people, before, profiles
    from (
      select skill_id,
        max(${people}) filter (where measure = 'used-skill' and month = ${month}::date) as people,
        max(${people}) filter (where measure = 'used-skill' and month < ${month}::date) as before,
        max(${people}) filter (where measure = 'has-skill' and month = ${month}::date) as profiles
      from insight_people
      where ${ofDepartment(sql, department)} and measure in ('used-skill', 'has-skill')
        and month in (${month}::date, (${month}::date - interval '1 month')::date)
        and skill_id is not null and cohort is null
      group by skill_id
    ) as counted
    join skills on skills.id = skill_id
    where counted.people is not null or profiles is not null
    order by counted.people desc nulls last, profiles desc nulls last, name`;
}

/** How many people used each of these skills in each month, by the skill's id; and any skill, by `null`. */
export async function readSkillHistory(
  sql: Sql,
  viewer: Viewer,
  department: string | null,
  { months, skills }: { months: string[]; skills: number[] },
): Promise<Map<number | null, (number | null)[]>> {
  const rows = await sql<{ skill_id: number | null; month: string; people: number | null }[]>`
    select skill_id, month::text, ${seenSql(sql, viewer, sql`people`, sql`shown`)} as people
    from insight_people
    where ${ofDepartment(sql, department)} and measure = 'used-skill'
      and month = any(${pgArray(months)}::date[])
      and (skill_id = any(${pgArray(skills)}::integer[]) or skill_id is null) and cohort is null`;
  const found = new Map(
    rows.map(({ skill_id, month, people }) => [`${String(skill_id)} ${month}`, people] as const),
  );
  // A month without a row had nobody; whoever may not see small groups cannot tell it from those.
  const none = viewer.exact ? 0 : null;
  return new Map(
    [null, ...skills].map((skill) => [
      skill,
      months.map((month) => found.get(`${String(skill)} ${month}`) ?? none),
    ]),
  );
}
