import type { Sql } from '../../platform/postgres.ts';

/** Who has which skills; skills by number, from the most common one, which is 0. */
export interface SkillProfiles {
  /** The id of each skill. */
  ids: number[];
  /** The skills of each person. */
  people: Int32Array[];
}

/** People read at a time. */
const PAGE = 10_000;

/** Reads everybody who has at least one of the `count` most common skills. */
export async function readSkillProfiles(sql: Sql, count: number): Promise<SkillProfiles> {
  const common = await sql<{ id: number }[]>`
    select skill_id as id
    from user_skills join users on users.id = user_id and live
    group by skill_id
    order by count(*) desc, skill_id
    limit ${count}`;
  const ids = common.map(({ id }) => id);
  const numbers = new Map(ids.map((id, number) => [id, number]));
  const people: Int32Array[] = [];
  for (let last = ''; ;) {
    const rows = await sql<{ user_id: string; skills: number[] }[]>`
      select user_id, json_agg(skill_id order by skill_id) as skills
      from user_skills join users on users.id = user_id and live
      where user_id > ${last}
      group by user_id
      order by user_id
      limit ${PAGE}`;
    for (const { skills } of rows) {
      const known = skills.flatMap((skill) => numbers.get(skill) ?? []);
      if (known.length > 0) people.push(Int32Array.from(known));
    }
    if (rows.length < PAGE) return { ids, people };
    last = rows.at(-1)?.user_id ?? '';
  }
}
