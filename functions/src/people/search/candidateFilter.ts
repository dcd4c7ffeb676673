import type { Fragment, Sql } from '../../platform/postgres.ts';

/** Which people may be found. */
export interface SearchFilter {
  departmentKey: string | null;
  role: string | null;
  /** Keys of skills that a person must all have. */
  skills: string[];
  /** Whether all of these must have been verified. */
  areVerified: boolean;
}

export function isUnfiltered({ departmentKey, role, skills }: SearchFilter): boolean {
  return departmentKey === null && role === null && skills.length === 0;
}

/** A condition on `user_id`, starting with `and`; empty without a filter. */
export function filterCondition(sql: Sql, filter: SearchFilter): Fragment {
  const { departmentKey, role, skills, areVerified } = filter;
  if (isUnfiltered(filter)) return sql``;
  return sql`and user_id in (
    select id from users
    where live
      ${departmentKey === null ? sql`` : sql`and department_key = ${departmentKey}`}
      ${role === null ? sql`` : sql`and role = ${role}`}
      ${skills.length === 0 ? sql`` : sql`and ${hasAllSkills(sql, skills, areVerified)}`}
  )`;
}

function hasAllSkills(sql: Sql, keys: string[], areVerified: boolean): Fragment {
  return sql`id in (
    select user_id
    from json_array_elements_text(${JSON.stringify(keys)}::text::json) as required (key)
    left join skills using (key)
    left join skill_aliases using (key)
    join user_skills on user_skills.skill_id = coalesce(skill_aliases.skill_id, skills.id)
    ${areVerified ? sql`where verified` : sql``}
    group by user_id
    having count(distinct required.key) = ${keys.length}
  )`;
}
