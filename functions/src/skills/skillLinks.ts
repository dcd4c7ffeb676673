import { quoted, type Sql } from '../platform/postgres.ts';
import type { ChildRows, WrittenDocument } from '../platform/documents/collection.ts';
import type { JsonObject } from '../platform/documents/json.ts';
import { addSkills } from './addSkills.ts';
import type { LinkTable } from './linkTables.ts';
import { skillKey } from './skillKey.ts';
import type { Skill } from './skillList.ts';
import { initialName } from './skillName.ts';

/**
 * Child rows that link documents to the skills they name, resolving each name's spelling and aliases.
 *
 * If a merge removes a skill concurrently, the link to it violates its foreign key; the writer retries and finds the
 * alias that the merge left. Skills and links are written in key order, so two transactions rarely deadlock; if they
 * do, the writer retries.
 *
 * A person's new skills beyond the limit of a day wait, without links: see addSkills.ts.
 *
 * @param personOf whose document it is
 * @param values the values of the table's columns besides the spelling, for one skill of a document
 * @param fields the fields of a document that its links depend on and no column holds
 * @param unlisted names that make no link, but whose values count for another spelling that the document lists: only
 *   the database knows which names were merged
 */
export function skillLinks<Fields extends { skills: Skill[] }>(
  link: LinkTable,
  personOf: (fields: Fields, id: string) => string | null,
  values: (skill: Skill, fields: Fields) => JsonObject,
  fields: readonly string[] = ['skills'],
  unlisted: (fields: Fields) => readonly Skill[] = () => [],
): ChildRows<Fields> {
  const replace = replaceStatement(link);
  const compare = compareStatement(link);
  const linksOf = ({ key: [id = ''], fields, isPaced }: WrittenDocument<Fields>): JsonObject[] => {
    if (fields === null) return [];
    const person = isPaced ? personOf(fields, id) : null;
    const toLink = (skill: Skill): JsonObject => ({
      [link.owner]: id,
      key: skillKey(skill.name),
      ...values(skill, fields),
    });
    return [
      ...fields.skills.map((skill) => ({
        ...toLink(skill),
        name: initialName(skill.name),
        document_id: id,
        person,
        spelling: skill.name,
      })),
      ...unlisted(fields).map((skill) => ({ ...toLink(skill), spelling: null })),
    ];
  };
  const parameters = (written: WrittenDocument<Fields>[]): [links: string, owners: string] => [
    JSON.stringify(written.flatMap(linksOf)),
    JSON.stringify(written.map(({ key }) => key[0] ?? '')),
  ];
  return {
    fields,
    async write(sql, written) {
      const [links, owners] = parameters(written);
      if (links !== '[]') await addSkills(sql, link.table, links);
      await sql.unsafe(replace, [links, owners]);
    },
    async findDiffering(sql: Sql, written) {
      const rows = await sql.unsafe<{ owner: string }[]>(compare, parameters(written));
      return rows.map((row) => [row.owner]);
    },
  };
}

/** Replaces the links of the documents in $2 by those in $1. */
function replaceStatement(link: LinkTable): string {
  const { table, owner, columns } = link;
  const names = Object.keys(columns);
  const all = quoted([owner, 'skill_id', ...names]);
  return `
    with incoming as (${resolvedLinks(link)}), removed as (
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
    on conflict (${owner}, skill_id) do update set (${quoted(names)}) = row(${quoted(names, 'excluded')})
    where (${quoted(names, 'existing')}) is distinct from (${quoted(names, 'excluded')})`;
}

/**
 * Of the documents in $2, those whose links are not the ones in $1, or are missing without waiting. A skill that waits may
 * have come in through somebody else since.
 */
function compareStatement(link: LinkTable): string {
  const { table, owner, columns } = link;
  const all = quoted([owner, 'skill_id', ...Object.keys(columns)]);
  return `
    with expected as (${resolvedLinks(link)}), existing as (
      select ${all} from ${table} where ${owner} in (select json_array_elements_text($2::text::json))
    )
    select ${owner} as owner from (table existing except table expected) as extra
    union
    select ${owner} from (
      select ${owner} from (table expected except table existing) as unlinked
      union
      select ${owner} from jsonb_to_recordset($1::text::jsonb) as link (${owner} text, key text, name text)
      where name is not null
        and not exists (select from skills where skills.key = link.key)
        and not exists (select from skill_aliases as alias where alias.key = link.key)
    ) as missing
    where not exists (
      select from skills_waiting where link_table = '${table}' and document_id = missing.${owner}
    )`;
}

/** The links in $1 with names resolved to skill ids; spellings of one skill become one link, if the document lists one. */
function resolvedLinks({ owner, columns }: LinkTable): string {
  const typed = Object.entries(columns);
  return `
    select ${[
      `link.${owner}`,
      'coalesce(alias.skill_id, skills.id) as skill_id',
      ...typed.map(([name, { combine }]) => `${combined(name, combine)} as ${name}`),
    ].join(', ')}
    from jsonb_to_recordset($1::text::jsonb) as link (${[
      `${owner} text, key text`,
      ...typed.map(([name, { type }]) => `${name} ${type}`),
    ].join(', ')})
    left join skill_aliases as alias using (key)
    left join skills using (key)
    where coalesce(alias.skill_id, skills.id) is not null
    group by 1, 2
    having min(link.spelling) is not null`;
}

/** The value of a column for several spellings of one skill. */
function combined(name: string, combine: LinkTable['columns'][string]['combine']): string {
  return combine === 'latest'
    ? `(array_agg(link.${name} order by link.verified_at desc nulls last))[1]`
    : `${combine}(link.${name})`;
}
