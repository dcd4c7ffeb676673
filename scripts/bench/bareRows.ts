import type { Upsert } from '../../functions/src/sync/pipeline/change.ts';
import { allCollections } from '../../functions/src/sync/collections/index.ts';
import type { JsonObject } from '../../functions/src/platform/documents/json.ts';
import { skillKey } from '../../functions/src/skills/skillKey.ts';
import {
  EVENT_SKILLS,
  POST_SKILLS,
  USER_SKILLS,
  type LinkTable,
} from '../../functions/src/skills/linkTables.ts';
import type { Skill } from '../../functions/src/skills/skillList.ts';

/** One table's rows, fully mapped. */
export interface BareRows {
  /** Column types by name. */
  fields: Record<string, string>;
  rows: JsonObject[];
  /** The plainest statement that upserts rows from `source`. */
  merge: (source: string) => string;
}

const LINK_TABLES: Record<string, LinkTable> = {
  users: USER_SKILLS,
  showcase_posts: POST_SKILLS,
  events: EVENT_SKILLS,
};

/**
 * Every row these documents produce, for the plainest possible SQL: no version check, no placeholders, no
 * counts. One entry per table, parents first.
 *
 * @param types column types by table, from {@link columnTypes}
 */
export function bareRows(changes: Upsert[], types: Record<string, Record<string, string>>): BareRows[] {
  const phases: BareRows[] = [];
  for (const { match, keyOf, toColumns, keyColumns, columns, table, parse } of allCollections) {
    const rows: JsonObject[] = [];
    const links = new Map<string, JsonObject>();
    const link = LINK_TABLES[table];
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
      if (link === undefined) continue;
      for (const { name, level } of (fields as { skills: Skill[] }).skills) {
        const values = {
          user_id: row['user_id'] ?? null,
          proficiency_level: level,
          verified: false,
          spelling: name,
        };
        const identity = { [link.owner]: key[0] ?? '', key: skillKey(name), name };
        links.set(`${identity.key}/${key[0] ?? ''}`, { ...values, ...identity });
      }
    }
    if (rows.length === 0) continue;
    phases.push(ofTable(table, keyColumns, [...columns, 'firebase_data', 'version', 'live'], rows, types));
    if (link && links.size > 0) phases.push(...ofLinks(link, [...links.values()], types));
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

function ofLinks(
  { table, owner, columns }: LinkTable,
  links: JsonObject[],
  types: Record<string, Record<string, string>>,
): BareRows[] {
  const skills = new Map(
    links.map((link) => [link['key'], { key: link['key'] ?? '', name: link['name'] ?? '' }]),
  );
  const names = Object.keys(columns);
  const all = [owner, 'skill_id', ...names].join(', ');
  const changes = names.map((name) => `${name} = excluded.${name}`).join(', ');
  return [
    ofTable('skills', ['key'], ['name'], [...skills.values()], types),
    {
      fields: Object.fromEntries([
        [owner, 'text'],
        ['key', 'text'],
        ...Object.entries(columns).map(([name, { type }]) => [name, type] as const),
      ]),
      rows: links,
      merge: (source) => `
        insert into ${table} (${all})
        select ${[owner, 'skills.id', ...names].join(', ')} from ${source} join skills using (key)
        on conflict (${owner}, skill_id) do ${names.length === 0 ? 'nothing' : `update set ${changes}`}`,
    },
  ];
}
