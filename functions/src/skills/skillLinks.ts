import { quoted, type Sql, type TransactionSql } from '../platform/postgres.ts';
import type { ChildRows, Written } from '../platform/documents/collection.ts';
import type { JsonObject } from '../platform/documents/json.ts';
import { displayName, skillKey } from './skillKey.ts';
import type { Skill } from './skillList.ts';

/** A table that says which documents have which skills. */
export interface LinkTable {
  table: string;
  /** The column with the document's id; it and `skill_id` are the primary key. */
  owner: string;
  /** What else a link says; the aggregate makes one value of those of two spellings of one skill. */
  columns: Record<string, { type: 'integer' | 'boolean' | 'text'; combine: 'max' | 'bool_or' }>;
}

export const USER_SKILLS: LinkTable = {
  table: 'user_skills',
  owner: 'user_id',
  columns: {
    proficiency_level: { type: 'integer', combine: 'max' },
    verified: { type: 'boolean', combine: 'bool_or' },
  },
};
export const POST_SKILLS: LinkTable = {
  table: 'post_skills',
  owner: 'post_id',
  columns: { user_id: { type: 'text', combine: 'max' } },
};
export const EVENT_SKILLS: LinkTable = { table: 'event_skills', owner: 'event_id', columns: {} };

/** All tables with links to skills. */
export const LINK_TABLES = [USER_SKILLS, POST_SKILLS, EVENT_SKILLS];

/**
 * Makes a table hold exactly the skills of the documents just written, each under the skill that its name
 * is a spelling of.
 *
 * A merge of two skills that commits meanwhile takes a skill away: then a link to it violates its foreign
 * key, the writer tries again, and finds the alias that the merge left. Skills and links are written in the
 * order of their keys, so that two transactions seldom deadlock; if they do, the writer tries again, too.
 *
 * @param values what the link of a document to a skill says besides, for each of the table's columns
 */
export function skillLinks<Fields extends { skills: Skill[] }>(
  link: LinkTable,
  values: (skill: Skill, fields: Fields) => JsonObject,
): ChildRows<Fields> {
  const { table, owner, columns } = link;
  const names = Object.keys(columns);
  const all = quoted([owner, 'skill_id', ...names]);
  const changes =
    names.length === 0
      ? 'nothing'
      : `update set (${quoted(names)}) = row(${quoted(names, 'excluded')})
         where (${quoted(names, 'existing')}) is distinct from (${quoted(names, 'excluded')})`;
  const replace = `
    with incoming as (${resolved(link)}), removed as (
      delete from ${table} as existing
      where ${owner} in (select json_array_elements_text($2::text::json))
        and not exists (
          select from incoming
          where incoming.${owner} = existing.${owner} and incoming.skill_id = existing.skill_id
        )
    )
    insert into ${table} as existing (${all})
    select ${all} from incoming
    order by ${owner}, skill_id
    on conflict (${owner}, skill_id) do ${changes}`;
  const compare = `
    with expected as (${resolved(link)}), existing as (
      select ${all} from ${table} where ${owner} in (select json_array_elements_text($2::text::json))
    )
    select distinct ${owner} as owner
    from ((table expected except table existing) union all (table existing except table expected)) as difference`;
  const parameters = (written: Written<Fields>[]): [links: string, owners: string] => [
    JSON.stringify(
      written.flatMap(({ key, fields }) =>
        (fields?.skills ?? []).map((skill) => ({
          [owner]: key[0] ?? '',
          key: skillKey(skill.name),
          name: displayName(skill.name),
          ...(fields && values(skill, fields)),
        })),
      ),
    ),
    JSON.stringify(written.map(({ key }) => key[0] ?? '')),
  ];
  return {
    async write(sql, written) {
      const [links, owners] = parameters(written);
      if (links !== '[]') await addSkills(sql, links);
      await sql.unsafe(replace, [links, owners]);
    },
    async differing(sql: Sql, written) {
      const rows = await sql.unsafe<{ owner: string }[]>(compare, parameters(written));
      return rows.map((row) => [row.owner]);
    },
  };
}

/**
 * Adds the skills that are new, in the order of their keys: a list of `{key, name}` as JSON.
 */
export async function addSkills(sql: TransactionSql, skills: string): Promise<void> {
  await sql`
    insert into skills (key, name)
    select distinct on (key) key, name
    from jsonb_to_recordset(${skills}::text::jsonb) as incoming (key text, name text)
    where not exists (select from skills where skills.key = incoming.key)
      and not exists (select from skill_aliases where skill_aliases.key = incoming.key)
    order by key
    on conflict (key) do nothing`;
}

/** The links in the first parameter by the ids of their skills; spellings of one skill are one link. */
function resolved({ owner, columns }: LinkTable): string {
  const typed = Object.entries(columns);
  return `
    select ${[
      `link.${owner}`,
      'coalesce(alias.skill_id, skills.id) as skill_id',
      ...typed.map(([name, { combine }]) => `${combine}(link.${name}) as ${name}`),
    ].join(', ')}
    from jsonb_to_recordset($1::text::jsonb) as link (${[
      `${owner} text, key text`,
      ...typed.map(([name, { type }]) => `${name} ${type}`),
    ].join(', ')})
    left join skill_aliases as alias using (key)
    left join skills using (key)
    group by 1, 2`;
}
