import type { Sql } from '../../src/platform/postgres.ts';
import { allCollections } from '../../src/sync/collections/index.ts';
import type { JsonObject } from '../../src/platform/documents/json.ts';

/** Reads the live documents in Postgres, by path. */
export async function liveDocuments(sql: Sql): Promise<Record<string, JsonObject>> {
  const documents: Record<string, JsonObject> = {};
  for (const { table, fromColumns, pathOf } of allCollections) {
    const rows = await sql<Record<string, unknown>[]>`select * from ${sql(table)} where live`;
    for (const row of rows) {
      documents[pathOf(fromColumns(row))] = row['firebase_data'] as JsonObject;
    }
  }
  return documents;
}

/** Returns the paths of the documents whose child rows differ from those of these final states. */
export async function documentsWithDifferingChildRows(
  sql: Sql,
  final: Record<string, JsonObject | null>,
): Promise<string[]> {
  const differing: string[] = [];
  for (const { match, keyOf, pathOf, parse, childRows } of allCollections) {
    if (childRows === null) continue;
    const written = Object.entries(final).flatMap(([path, data]) => {
      const params = match(path);
      if (params === null) return [];
      const fields = data && parse(data, { params, createTime: null, updateTime: '' }).fields;
      return [{ key: keyOf(params), fields }];
    });
    differing.push(...(await childRows.findDiffering(sql, written)).map(pathOf));
  }
  return differing;
}

/** Reads the sorted skill keys of each user. */
export async function skillsByUser(sql: Sql): Promise<Record<string, string[]>> {
  const rows = await sql<{ user_id: string; keys: string[] }[]>`
    select user_id, json_agg(skills.key order by skills.key) as keys
    from user_skills join skills on skills.id = skill_id
    group by user_id`;
  return Object.fromEntries(rows.map(({ user_id, keys }) => [user_id, keys]));
}

/** Reads the counts of all live changes received so far. */
export async function counts(
  sql: Sql,
): Promise<Record<'received' | 'applied' | 'superseded' | 'dead_lettered', number>> {
  const [row] = await sql<Record<'received' | 'applied' | 'superseded' | 'dead_lettered', number>[]>`
    select coalesce(sum(received), 0)::integer as received, coalesce(sum(applied), 0)::integer as applied,
      coalesce(sum(superseded), 0)::integer as superseded, coalesce(sum(dead_lettered), 0)::integer as dead_lettered
    from sync_counts where source = 'events'`;
  if (row === undefined) throw new Error('no counts');
  return { ...row };
}
