import type { z } from 'zod';
import type { Sql, TransactionSql } from '../platform/postgres.ts';
import type { Written } from './collection.ts';
import type { Json, JsonObject } from './encoding.ts';
import { lenient, oneToFive, toText } from './fields.ts';

/** A skill that a document names. */
export interface Skill {
  name: string;
  /** From 1 (beginner) to 5 (expert), or null when the document does not say, or says nonsense. */
  level: number | null;
  verified: boolean;
}

/** Longest skill name, in characters; a longer one is no skill and stays in `firebase_data` only. */
const MAX_NAME = 100;

/**
 * A list of skills, each a string or `{name, level, verified}`. One entry for each distinct name,
 * ignoring case and space; when a name comes twice, the higher level and the verified one win.
 * What is no skill is left out.
 */
export const skillList: z.ZodType<Skill[]> = lenient((value) => {
  const skills = new Map<string, Skill>();
  for (const entry of Array.isArray(value) ? value : []) {
    const skill = toSkill(entry);
    if (skill === null) continue;
    const key = skillKey(skill.name);
    const other = skills.get(key);
    if (other === undefined) {
      skills.set(key, skill);
    } else {
      other.level = Math.max(other.level ?? 0, skill.level ?? 0) || null;
      other.verified ||= skill.verified;
    }
  }
  return [...skills.values()];
});

/** What makes two spellings one skill: the name in lower case, with single spaces and none around. */
export function skillKey(name: string): string {
  return name.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase();
}

function toSkill(entry: Json): Skill | null {
  const fields =
    typeof entry === 'object' && entry !== null && !Array.isArray(entry) && !('$utf16' in entry)
      ? entry
      : { name: entry };
  const name = typeof fields['name'] === 'number' ? null : toText(fields['name'])?.replace(/\s+/g, ' ');
  if (!name || Array.from(name).length > MAX_NAME) return null;
  return { name, level: oneToFive.parse(fields['level']), verified: fields['verified'] === true };
}

/**
 * Makes `user_skills` hold exactly the skills of the users just written. Skills are inserted in the
 * order of their keys, so that two transactions that meet the same new skills cannot deadlock.
 */
export async function replaceUserSkills(
  sql: TransactionSql,
  written: Written<{ skills: Skill[] }>[],
): Promise<void> {
  const users = written.map(({ key }) => key[0] ?? '');
  const links = linksOf(written);
  const linksJson = JSON.stringify(links);
  if (links.length > 0) {
    await sql`
      insert into skills (key, name)
      select distinct on (key) key, name
      from jsonb_to_recordset(${linksJson}::text::jsonb) as incoming (key text, name text)
      where not exists (select from skills where skills.key = incoming.key)
      order by key
      on conflict (key) do nothing`;
  }
  await sql`
    with incoming as (
      select user_id, skills.id as skill_id, level, verified
      from jsonb_to_recordset(${linksJson}::text::jsonb)
        as link (user_id text, key text, level integer, verified boolean)
      join skills using (key)
    ), removed as (
      delete from user_skills
      where user_id in (select json_array_elements_text(${JSON.stringify(users)}::text::json))
        and not exists (
          select from incoming
          where incoming.user_id = user_skills.user_id and incoming.skill_id = user_skills.skill_id
        )
    )
    insert into user_skills (user_id, skill_id, proficiency_level, verified)
    select user_id, skill_id, level, verified from incoming
    order by user_id, skill_id
    on conflict (user_id, skill_id) do update
      set proficiency_level = excluded.proficiency_level, verified = excluded.verified
      where (user_skills.proficiency_level, user_skills.verified)
        is distinct from (excluded.proficiency_level, excluded.verified)`;
}

/** The users whose rows in `user_skills` are not what {@link replaceUserSkills} would make them. */
export async function usersWithOtherSkills(
  sql: Sql,
  written: Written<{ skills: Skill[] }>[],
): Promise<string[][]> {
  const users = written.map(({ key }) => key[0] ?? '');
  const rows = await sql<{ user_id: string }[]>`
    with expected as (
      select user_id, key, level, verified
      from jsonb_to_recordset(${JSON.stringify(linksOf(written))}::text::jsonb)
        as link (user_id text, key text, level integer, verified boolean)
    ), existing as (
      select user_id, key, proficiency_level as level, verified
      from user_skills join skills on skills.id = skill_id
      where user_id in (select json_array_elements_text(${JSON.stringify(users)}::text::json))
    )
    select distinct user_id
    from ((table expected except table existing) union all (table existing except table expected)) as difference`;
  return rows.map(({ user_id }) => [user_id]);
}

interface Link extends JsonObject {
  user_id: string;
  key: string;
  name: string;
  level: number | null;
  verified: boolean;
}

function linksOf(written: Written<{ skills: Skill[] }>[]): Link[] {
  return written.flatMap(({ key, fields }) =>
    (fields?.skills ?? []).map((skill) => ({
      user_id: key[0] ?? '',
      key: skillKey(skill.name),
      name: skill.name,
      level: skill.level,
      verified: skill.verified,
    })),
  );
}
