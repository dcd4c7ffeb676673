import type { Upsert } from '../../functions/src/sync/change.ts';
import { collections } from '../../functions/src/sync/collections/index.ts';
import type { JsonObject } from '../../functions/src/sync/encoding.ts';
import { skillKey } from '../../functions/src/sync/skills/key.ts';
import type { Skill } from '../../functions/src/sync/skills/list.ts';

/** The rows that go to one table, with nothing left to map. */
export interface BareRows {
  /** The rows' fields, with their types. */
  fields: Record<string, string>;
  rows: JsonObject[];
  /** The plainest statement that brings rows of `source` into their table. */
  merge: (source: string) => string;
}

const LINK = { user_id: 'text', key: 'text', proficiency_level: 'integer', verified: 'boolean' };

/**
 * Every row that these documents make, for the plainest SQL: no versions to compare, no placeholders, no
 * counts. One entry for each table, parents first.
 *
 * @param types the type of each column, by table: see {@link columnTypes}
 */
export function bareRows(changes: Upsert[], types: Record<string, Record<string, string>>): BareRows[] {
  const phases: BareRows[] = [];
  for (const { match, keyOf, toColumns, keyColumns, columns, table, parse } of Object.values(collections)) {
    const rows: JsonObject[] = [];
    const links: JsonObject[] = [];
    for (const { path, data, version, createTime, updateTime } of changes) {
      const params = match(path);
      if (params === null) continue;
      const { fields, row } = parse(data, { params, createTime, updateTime });
      const key = keyOf(params);
      rows.push({
        ...toColumns(key),
        ...row,
        firebase_data: data,
        version,
        live: true,
      });
      if (table !== 'users') continue;
      for (const { name, level, verified } of (fields as { skills: Skill[] }).skills) {
        links.push({ user_id: key[0] ?? '', key: skillKey(name), name, proficiency_level: level, verified });
      }
    }
    if (rows.length === 0) continue;
    phases.push(ofTable(table, keyColumns, [...columns, 'firebase_data', 'version', 'live'], rows, types));
    if (links.length > 0) phases.push(...ofLinks(links, types));
  }
  return phases;
}

function ofTable(
  table: string,
  key: readonly string[],
  columns: string[],
  rows: JsonObject[],
  types: Record<string, Record<string, string>>,
): BareRows {
  const names = [...key, ...columns];
  return {
    fields: Object.fromEntries(names.map((name) => [name, types[table]?.[name] ?? 'text'])),
    rows,
    merge: (source) => `
      insert into ${table} (${names.join(', ')})
      select ${names.join(', ')} from ${source}
      on conflict (${key.join(', ')}) do update set
        ${columns.map((column) => `${column} = excluded.${column}`).join(', ')}`,
  };
}

function ofLinks(links: JsonObject[], types: Record<string, Record<string, string>>): BareRows[] {
  const skills = new Map(
    links.map((link) => [link['key'], { key: link['key'] ?? '', name: link['name'] ?? '' }]),
  );
  return [
    ofTable('skills', ['key'], ['name'], [...skills.values()], types),
    {
      fields: LINK,
      rows: links,
      merge: (source) => `
        insert into user_skills (user_id, skill_id, proficiency_level, verified)
        select user_id, skills.id, proficiency_level, verified from ${source} join skills using (key)
        on conflict (user_id, skill_id) do update set
          proficiency_level = excluded.proficiency_level, verified = excluded.verified`,
    },
  ];
}
