import type { Sql } from '../../platform/postgres.ts';

/** Who has which skills, by numbers: the most common skill is 0. */
export interface Profiles {
  /** The ids of the skills in `skills`, by their numbers. */
  ids: number[];
  /** The numbers of the skills of each person. */
  people: Int32Array[];
}

/** Rows read at a time. */
const PAGE = 10_000;

/** Everybody who has at least one of the `most` skills that most people have. */
export async function readProfiles(sql: Sql, most: number): Promise<Profiles> {
  const common = await sql<{ id: number }[]>`
    select skill_id as id
    from user_skills join users on users.id = user_id and live
    group by skill_id
    order by count(*) desc, skill_id
    limit ${most}`;
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
      const own = skills.flatMap((skill) => numbers.get(skill) ?? []);
      if (own.length > 0) people.push(Int32Array.from(own));
    }
    if (rows.length < PAGE) return { ids, people };
    last = rows.at(-1)?.user_id ?? '';
  }
}
