import { eventTag, personTag } from '../../platform/cache.ts';
import { rowId, type Collection, type ColumnValue } from '../../platform/documents/collection.ts';
import type { Sql } from '../../platform/postgres.ts';
import type { PreparedChange, ProjectedChange } from './prepareChange.ts';

/** The cache tag for an id of each table; rows of other tables have no tags of their own. */
const TAG_OF_TABLE: Record<string, (id: string) => string> = { users: personTag, events: eventTag };

/**
 * Cache tags of the people and events that each of these changes concerns or refers to. A deletion carries no
 * references; they are read from the rows it is about to delete, so call this before writing the batch.
 */
export async function cacheTagsOf(
  sql: Sql,
  batch: readonly PreparedChange[],
): Promise<Map<PreparedChange, string[]>> {
  const changes = batch.filter((prepared) => prepared.kind === 'row');
  const tags = new Map<PreparedChange, string[]>(
    changes.map((change) => {
      const { collection, row } = change;
      return [change, tagsOfRow(collection, { ...collection.toColumns(row.key), ...row.columns })];
    }),
  );
  const deletions = changes.filter(({ row }) => !row.live);
  for (const [collection, deleted] of Map.groupBy(deletions, (change) => change.collection)) {
    const rows = await readReferences(sql, collection, deleted);
    for (const change of deleted) {
      const row = rows.get(rowId(change.row.key));
      if (row !== undefined) tags.get(change)?.push(...tagsOfRow(collection, row));
    }
  }
  return tags;
}

function tagsOfRow(
  { table, keyColumns, references }: Collection,
  row: Record<string, ColumnValue>,
): string[] {
  const ownKey = keyColumns.map((column) => ({ column, table }));
  return [...ownKey, ...references].flatMap(({ column, table: referencedTable }) => {
    const id = row[column];
    const tag = TAG_OF_TABLE[referencedTable];
    return tag !== undefined && typeof id === 'string' ? [tag(id)] : [];
  });
}

/** Reads the reference columns of these rows that are not part of their keys, by {@link rowId}. */
async function readReferences(
  sql: Sql,
  { table, keyColumns, references, toColumns, fromColumns }: Collection,
  deletions: ProjectedChange[],
): Promise<Map<string, Record<string, ColumnValue>>> {
  const columns = references.map(({ column }) => column).filter((column) => !keyColumns.includes(column));
  if (columns.length === 0) return new Map();
  const keys = deletions.map(({ row }) => toColumns(row.key));
  const rows = await sql<Record<string, ColumnValue>[]>`
    select ${sql([...keyColumns, ...columns].map((column) => `existing.${column}`))}
    from jsonb_populate_recordset(null::${sql(table)}, ${JSON.stringify(keys)}::text::jsonb) as deleted
    join ${sql(table)} as existing using (${sql(keyColumns as string[])})`;
  return new Map(rows.map((row) => [rowId(fromColumns(row)), row]));
}
