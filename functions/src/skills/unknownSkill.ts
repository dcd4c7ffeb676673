import type { AnySql, Sql } from '../platform/postgres.ts';
import { didYouMean } from '../platform/text/didYouMean.ts';
import { skillKey } from './skillKey.ts';

/**
 * Why nobody has all of these skills, if nobody has one of them: names it, with the most similar one that somebody has.
 * Null if each of them has somebody.
 */
export async function unknownSkill(sql: Sql, spellings: readonly string[]): Promise<string | null> {
  const keys = JSON.stringify(spellings.map(skillKey));
  const [unknown] = await sql<{ position: number }[]>`
    select position::integer
    from json_array_elements_text(${keys}::text::json) with ordinality as asked (key, position)
    left join skills using (key)
    left join skill_aliases using (key)
    where not exists (select from user_skills where skill_id = coalesce(skill_aliases.skill_id, skills.id))
    order by position limit 1`;
  const spelling = unknown === undefined ? undefined : spellings[unknown.position - 1];
  if (spelling === undefined) return null;
  return `Nobody has the skill “${spelling}”.${await similarSkill(sql, spelling)}`;
}

/** {@link didYouMean} for the skills that somebody has. */
export async function similarSkill(sql: AnySql, spelling: string): Promise<string> {
  const skills = await sql<{ name: string }[]>`
    select name from skills where exists (select from user_skills where skill_id = skills.id)`;
  return didYouMean(
    spelling,
    skills.map(({ name }) => name),
  );
}
