import type { Upsert } from '../../functions/src/sync/change.ts';
import { collections } from '../../functions/src/sync/collections/index.ts';
import type { JsonObject } from '../../functions/src/sync/encoding.ts';
import { skillKey, type Skill } from '../../functions/src/sync/skills.ts';

/** One multi-row upsert with its rows, serialised beforehand. */
export interface BareUpsert {
  statement: string;
  json: string;
}

/**
 * The plainest SQL that brings these documents into the same tables: no versions to compare, no
 * placeholders, no counts, nothing left to map. One phase for each table, parents first; the upserts
 * of a phase may run at the same time.
 */
export function bareUpserts(changes: Upsert[], batch: number): BareUpsert[][] {
  const phases: BareUpsert[][] = [];
  for (const { match, keyOf, keyColumns, columns, table, parse } of Object.values(collections)) {
    const rows: JsonObject[] = [];
    const links: JsonObject[] = [];
    for (const { path, data, version, createTime, updateTime } of changes) {
      const params = match(path);
      if (params === null) continue;
      const { fields, row } = parse(data, { params, createTime, updateTime });
      const key = keyOf(params);
      rows.push({
        ...Object.fromEntries(keyColumns.map((column, index) => [column, key[index] ?? ''])),
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
    const names = [...columns, 'firebase_data', 'version', 'live'];
    phases.push(chunks(rows, batch).map((chunk) => upsertOf(table, keyColumns, names, chunk)));
    if (links.length > 0) phases.push(...linkPhases(links, batch));
  }
  return phases;
}

function upsertOf(table: string, key: readonly string[], columns: string[], rows: JsonObject[]): BareUpsert {
  const names = [...key, ...columns].join(', ');
  return {
    statement: `
      insert into ${table} (${names})
      select ${names} from jsonb_populate_recordset(null::${table}, $1::text::jsonb)
      on conflict (${key.join(', ')}) do update set
        ${columns.map((column) => `${column} = excluded.${column}`).join(', ')}`,
    json: JSON.stringify(rows),
  };
}

function linkPhases(links: JsonObject[], batch: number): BareUpsert[][] {
  const skills = new Map(
    links.map((link) => [link['key'], { key: link['key'] ?? '', name: link['name'] ?? '' }]),
  );
  const linkStatement = `
    insert into user_skills (user_id, skill_id, proficiency_level, verified)
    select user_id, skills.id, proficiency_level, verified
    from jsonb_to_recordset($1::text::jsonb)
      as link (user_id text, key text, proficiency_level integer, verified boolean)
    join skills using (key)
    on conflict (user_id, skill_id) do update set
      proficiency_level = excluded.proficiency_level, verified = excluded.verified`;
  return [
    [upsertOf('skills', ['key'], ['name'], [...skills.values()])],
    chunks(links, batch).map((chunk) => ({ statement: linkStatement, json: JSON.stringify(chunk) })),
  ];
}

function chunks<T>(items: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
