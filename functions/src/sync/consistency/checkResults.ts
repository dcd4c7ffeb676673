import type { Sql } from '../../platform/postgres.ts';
import type { Collection } from '../../platform/documents/collection.ts';
import type { CollectionCheck } from './check.ts';

/** Paths of each kind that are kept as examples. */
const EXAMPLES = 20;

/** Keeps the results of a check. */
export async function recordChecks(sql: Sql, checks: CollectionCheck[]): Promise<void> {
  const rows = checks.map((check) => ({
    collection: check.collection,
    started_at: check.startedAt.toISOString(),
    documents: check.documents,
    compared: check.compared,
    billed_reads: check.billedReads,
    missing: check.missing.length,
    stale: check.stale.length,
    extra: check.extra.length,
    dead_lettered: check.deadLettered.length,
    repaired: check.repaired,
    slice_end: check.sliceEnd === null ? null : JSON.stringify(check.sliceEnd),
    examples: {
      missing: check.missing.slice(0, EXAMPLES),
      stale: check.stale.slice(0, EXAMPLES),
      extra: check.extra.slice(0, EXAMPLES),
    },
  }));
  await sql`
    insert into consistency_checks (collection, started_at, documents, compared, billed_reads, missing, stale,
      extra, dead_lettered, repaired, slice_end, examples)
    select collection, started_at, documents, compared, billed_reads, missing, stale,
      extra, dead_lettered, repaired, slice_end, examples
    from json_populate_recordset(null::consistency_checks, ${JSON.stringify(rows)}::text::json)`;
}

/** Where the slice of the last check of a collection ended; null at the end, or when there was none. */
export async function lastSliceEnd(sql: Sql, { table }: Collection): Promise<string | null> {
  const [row] = await sql<{ slice_end: string | null }[]>`
    select slice_end from consistency_checks where collection = ${table} order by id desc limit 1`;
  return row?.slice_end == null ? null : (JSON.parse(row.slice_end) as string);
}

/** Differences that were found, of all collections. */
export function differencesIn(checks: Pick<CollectionCheck, 'missing' | 'stale' | 'extra'>[]): number {
  return checks.reduce(
    (sum, { missing, stale, extra }) => sum + missing.length + stale.length + extra.length,
    0,
  );
}
