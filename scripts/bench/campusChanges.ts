import type { Sql } from '../../functions/src/platform/postgres.ts';
import type { Upsert } from '../../functions/src/sync/pipeline/change.ts';
import type { JsonObject } from '../../functions/src/platform/documents/json.ts';
import { generateCampus } from '../campus/campus.ts';

/** Approximate number of documents per student of a generated campus. */
export const DOCUMENTS_PER_STUDENT = 18;

/** The day of every campus that is measured, so that figures of different days compare. */
export const CAMPUS_NOW = new Date('2026-03-16T12:00:00Z');

/** All documents of a campus with about this many, parents first. */
export function campusChanges(count: number): Upsert[] {
  const documents = generateCampus({ students: Math.ceil(count / DOCUMENTS_PER_STUDENT), now: CAMPUS_NOW });
  return documents.map(({ path, fields }, index) => ({
    kind: 'upsert',
    path,
    version: CAMPUS_NOW.getTime() * 1000 + index,
    createTime: CAMPUS_NOW.toISOString(),
    updateTime: CAMPUS_NOW.toISOString(),
    // Dates become ISO strings, which the declarations parse as times.
    data: JSON.parse(JSON.stringify(fields)) as JsonObject,
  }));
}

/** The type of every column, by table and column name. */
export async function columnTypes(sql: Sql): Promise<Record<string, Record<string, string>>> {
  const rows = await sql<{ table: string; column: string; type: string }[]>`
    select attrelid::regclass::text as table, attname as column, format_type(atttypid, atttypmod) as type
    from pg_attribute
    where attnum > 0 and not attisdropped and attrelid in (
      select oid from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
    )`;
  const types: Record<string, Record<string, string>> = {};
  for (const { table, column, type } of rows) (types[table] ??= {})[column] = type;
  return types;
}
