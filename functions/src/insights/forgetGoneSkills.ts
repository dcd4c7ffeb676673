import type { AnySql } from '../platform/postgres.ts';

/** Removes the figures of skills that are gone. @returns how many */
export async function forgetGoneSkills(sql: AnySql): Promise<number> {
  const { count } = await sql`
    delete from insight_people
    where skill_id is not null and not exists (select from skills where skills.id = skill_id)`;
  return count;
}
