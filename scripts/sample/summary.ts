import type { Firestore } from '../../functions/src/platform/firestore.ts';
import type { Sql } from '../../functions/src/platform/postgres.ts';
import { allCollections } from '../../functions/src/sync/collections/index.ts';
import { countDifferences } from '../../functions/src/sync/consistency/checkResults.ts';
import { verify } from '../lib/verifyCollections.ts';
import type { WrittenCampus } from './writeCampus.ts';

/** How long the last change may take on this machine, whose functions emulator is slow. */
const SETTLE_MS = 10_000;

/** Prints what became of the campus, and returns whether Postgres equals Firestore. */
export async function summarize(firestore: Firestore, sql: Sql, written: WrittenCampus): Promise<boolean> {
  console.log(`\nDocuments written to Firestore: ${String(written.documents)}`);
  const options = { share: 1, gracePeriodMs: SETTLE_MS, repairLimit: 0 };
  const checks = await verify({ firestore, sql }, allCollections, options);
  const [derived] = await sql<{ skills: number; links: number }[]>`
    select (select count(*) from skills)::integer as skills, (select count(*) from user_skills)::integer as links`;
  console.log(`skills: ${String(derived?.skills)} rows, user_skills: ${String(derived?.links)} rows`);
  await printLag(sql, written.since);
  const documents = checks.reduce((sum, one) => sum + one.documents, 0);
  const equal = countDifferences(checks) === 0 && documents >= written.documents;
  console.log(
    equal
      ? 'Postgres equals Firestore: 0 missing, 0 stale, 0 extra.'
      : 'Postgres does NOT equal Firestore: the examples above say where.',
  );
  return equal;
}

async function printLag(sql: Sql, since: number): Promise<void> {
  const lags = allCollections
    .map(
      ({ table }) =>
        `select extract(epoch from synced_at) - version / 1e6 as lag from ${table} where live and version >= $1`,
    )
    .join(' union all ');
  const [row] = await sql.unsafe<{ p50: number | null; p95: number | null }[]>(
    `select percentile_cont(0.5) within group (order by lag) as p50, percentile_cont(0.95) within group (order by lag) as p95
     from (${lags}) as lags`,
    [since],
  );
  const seconds = (value: number | null | undefined): string => `${(value ?? NaN).toFixed(2)} s`;
  console.log(`Lag from Firestore commit to Postgres: p50 ${seconds(row?.p50)}, p95 ${seconds(row?.p95)}`);
}
