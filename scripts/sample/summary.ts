import type { Firestore } from '../../functions/src/platform/firestore.ts';
import type { Sql } from '../../functions/src/platform/postgres.ts';
import { allCollections } from '../../functions/src/sync/collections/index.ts';
import { countDifferences } from '../../functions/src/sync/consistency/checkResults.ts';
import { verifyCollections } from '../lib/verifyCollections.ts';
import type { WrittenCampus } from './writeCampus.ts';

/** How long the last change may take to arrive; the functions emulator is slow. */
const SETTLE_MS = 10_000;

/** Compares Postgres with Firestore, prints the result, and returns whether they are equal. */
export async function printSummary(firestore: Firestore, sql: Sql, campus: WrittenCampus): Promise<boolean> {
  console.log(`\nDocuments written to Firestore: ${String(campus.documents)}`);
  const options = { share: 1, gracePeriodMs: SETTLE_MS, repairLimit: 0 };
  const checks = await verifyCollections({ firestore, sql }, allCollections, options);
  const [derived] = await sql<{ skills: number; links: number }[]>`
    select (select count(*) from skills)::integer as skills, (select count(*) from user_skills)::integer as links`;
  console.log(`Derived rows: ${String(derived?.skills)} in skills, ${String(derived?.links)} in user_skills`);
  await printLag(sql, campus.minVersion);
  const documents = checks.reduce((sum, check) => sum + check.documents, 0);
  const isEqual = countDifferences(checks) === 0 && documents >= campus.documents;
  console.log(
    isEqual
      ? 'Postgres equals Firestore: 0 missing, 0 stale, 0 extra.'
      : 'Postgres does NOT equal Firestore; the table above shows the differences.',
  );
  return isEqual;
}

/** Prints the time from a document's commit in Firestore to its row in Postgres. */
async function printLag(sql: Sql, minVersion: number): Promise<void> {
  const lags = allCollections
    .map(
      ({ table }) =>
        `select extract(epoch from synced_at) - version / 1e6 as lag from ${table} where live and version >= $1`,
    )
    .join(' union all ');
  const [row] = await sql.unsafe<{ p50: number | null; p95: number | null }[]>(
    `select percentile_cont(0.5) within group (order by lag) as p50, percentile_cont(0.95) within group (order by lag) as p95
     from (${lags}) as lags`,
    [minVersion],
  );
  const seconds = (value: number | null | undefined): string => `${(value ?? NaN).toFixed(2)} s`;
  console.log(
    `Lag from Firestore commit to Postgres: p50 ${seconds(row?.p50)}, p95 ${seconds(row?.p95)} (dominated by the functions emulator)`,
  );
}
