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
  const counted = (measure: string, of: Fragment): Fragment => sql`
    select skill_id, ${people} as people
    from insight_people
    where ${ofDepartment(sql, department)} and measure = ${measure} and month = ${of}
      and skill_id is not null and cohort is null`;
  return sql<SkillUse[]>`
    select id, name, used.people, before.people as before, had.people as profiles
    from (${counted('used-skill', sql`${month}::date`)}) as used
    full join (${counted('has-skill', sql`${month}::date`)}) as had using (skill_id)
    left join (${counted('used-skill', sql`${month}::date - interval '1 month'`)}) as before using (skill_id)
    join skills on skills.id = skill_id
    where used.people is not null or had.people is not null
    order by used.people desc nulls last, had.people desc nulls last, name`;
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
