import { eventTag, personTag } from '../../platform/cache.ts';
import type { Sql } from '../../platform/postgres.ts';
import type { Collection, ColumnValue } from '../../platform/documents/collection.ts';
import type { Prepared, Projected } from './prepare.ts';

/** The tag that a key of a table gives; rows of other tables have no tag of their own. */
const TAGS: Record<string, (id: string) => string> = { users: personTag, events: eventTag };

/**
 * The tags of the people and events that these changes are of, or refer to. A deletion carries no
 * references, so they are read from the rows that it is about to delete: call this before writing.
 */
export async function tagsOf(sql: Sql, batch: Prepared[]): Promise<string[]> {
  const changes = batch.filter((prepared) => prepared.kind === 'row');
  const tags = changes.flatMap(({ collection, row }) =>
    tagsIn(collection, { ...collection.toColumns(row.key), ...row.columns }),
  );
  const deletions = changes.filter(({ row }) => !row.live);
  for (const [collection, own] of Map.groupBy(deletions, (deletion) => deletion.collection)) {
    for (const row of await referencesOf(sql, collection, own)) tags.push(...tagsIn(collection, row));
  }
  return tags;
}

function tagsIn({ table, keyColumns, references }: Collection, row: Record<string, ColumnValue>): string[] {
  const own = keyColumns.map((column) => ({ column, table }));
  return [...own, ...references].flatMap(({ column, table: named }) => {
    const id = row[column];
    const tag = TAGS[named];
    return tag !== undefined && typeof id === 'string' ? [tag(id)] : [];
  });
}

/** The referring columns of these rows, besides their keys. */
async function referencesOf(
  sql: Sql,
  { table, keyColumns, references, toColumns }: Collection,
  deletions: Projected[],
): Promise<Record<string, ColumnValue>[]> {
  const columns = references.map(({ column }) => column).filter((column) => !keyColumns.includes(column));
  if (columns.length === 0) return [];
  const keys = deletions.map(({ row }) => toColumns(row.key));
  return sql<Record<string, ColumnValue>[]>`
    select ${sql(columns.map((column) => `existing.${column}`))}
    from jsonb_populate_recordset(null::${sql(table)}, ${JSON.stringify(keys)}::text::jsonb) as deleted
    join ${sql(table)} as existing using (${sql(keyColumns as string[])})`;
}
