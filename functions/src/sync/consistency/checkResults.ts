import { findForgotten } from '../../platform/erasure/findForgotten.ts';
import { transaction, type Sql, type TransactionSql } from '../../platform/postgres.ts';
import type { Collection } from '../../platform/documents/collection.ts';

/** The result of checking one collection. */
export interface CollectionCheck {
  collection: string;
  startedAt: Date;
  /** Documents in the collection. */
  documents: number;
  /** Documents whose contents were compared. */
  compared: number;
  billedReads: number;
  /** Paths of documents without a live row. */
  missing: string[];
  /** Paths of documents whose row has another state or was altered. */
  stale: string[];
  /** Paths of live rows without a document. */
  extra: string[];
  /** Paths of documents whose current state is a dead letter. */
  deadLettered: string[];
  /** Number of documents that changed during the check or are deferred. */
  inFlight: number;
  /** Number of differences that were repaired. */
  repaired: number;
  /** Whether there are more differences than one check handles. */
  truncated: boolean;
  /** Path of the last document in the slice whose contents were compared; null at the end. */
  sliceEnd: string | null;
}

/** Paths of each kind that are stored as examples. */
const MAX_EXAMPLES = 20;

/** Stores the results of a check. Paths of documents of people who were erased are left out; they are counted. */
export async function recordCheckResults(sql: Sql, checks: CollectionCheck[]): Promise<void> {
  const paths = checks.flatMap((check) => [...Object.values(examplesOf(check)).flat(), check.sliceEnd ?? []]);
  await transaction(sql, async (opened) => {
    const forgotten = await findForgotten(opened, paths.flat());
    await insertResults(opened, checks, (path) => !forgotten.has(path));
  });
}

function examplesOf({
  missing,
  stale,
  extra,
}: CollectionCheck): Pick<CollectionCheck, 'missing' | 'stale' | 'extra'> {
  return {
    missing: missing.slice(0, MAX_EXAMPLES),
    stale: stale.slice(0, MAX_EXAMPLES),
    extra: extra.slice(0, MAX_EXAMPLES),
  };
}

async function insertResults(
  sql: TransactionSql,
  checks: CollectionCheck[],
  mayName: (path: string) => boolean,
): Promise<void> {
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
    // Without it, the next check begins at the first document.
    slice_end: check.sliceEnd === null || !mayName(check.sliceEnd) ? null : JSON.stringify(check.sliceEnd),
    examples: Object.fromEntries(
      Object.entries(examplesOf(check)).map(([kind, paths]) => [kind, paths.filter(mayName)]),
    ),
  }));
  await sql`
    insert into consistency_checks (collection, started_at, documents, compared, billed_reads, missing, stale,
      extra, dead_lettered, repaired, slice_end, examples)
    select collection, started_at, documents, compared, billed_reads, missing, stale,
      extra, dead_lettered, repaired, slice_end, examples
    from json_populate_recordset(null::consistency_checks, ${JSON.stringify(rows)}::text::json)`;
}

/** Reads where the last check's slice of a collection ended; null at the end, or if there was no check. */
export async function readLastSliceEnd(sql: Sql, { table }: Collection): Promise<string | null> {
  const [row] = await sql<{ slice_end: string | null }[]>`
    select slice_end from consistency_checks where collection = ${table} order by id desc limit 1`;
  return row?.slice_end == null ? null : (JSON.parse(row.slice_end) as string);
}

/** The number of differences found in all collections. */
export function countDifferences(checks: Pick<CollectionCheck, 'missing' | 'stale' | 'extra'>[]): number {
  return checks.reduce(
    (sum, { missing, stale, extra }) => sum + missing.length + stale.length + extra.length,
    0,
  );
}
