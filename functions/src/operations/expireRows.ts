import { TABLES, type Expiry, type OwnExpiry } from '../accounts/index.ts';
import { sumOldViews } from '../engagement/index.ts';
import { forgetGoneSkills } from '../insights/index.ts';
import { sumOldUsage } from '../media/index.ts';
import { forgetUnusedWords } from '../people/index.ts';
import { expireActs } from '../platform/audit/expireActs.ts';
import { databaseUrl, erasureKey } from '../platform/config.ts';
import { job } from '../platform/job.ts';
import { logger } from '../platform/logger.ts';
import { redactError, type Fragment, type Sql } from '../platform/postgres.ts';
import { expireUnusedSkills } from '../skills/index.ts';
import { hashTombstones } from '../sync/erasure/index.ts';

/** Rows of one statement, so that none runs long or holds many locks. */
const BATCH_SIZE = 10_000;

/** Every night: deletes, empties, hashes or sums up what has been kept for as long as the inventory allows. */
export const expireRows = job({
  name: 'expireRows',
  does: 'deletes, hashes or sums up what has been kept for its term',
  schedule: '0 5 * * *',
  after: [],
  deadlineHours: 26,
  options: { secrets: [databaseUrl, erasureKey], timeoutSeconds: 1800, memory: '512MiB' },
  run: ({ sql, now }) => expire(sql, now),
});

/** What disposes of rows that need more than a deletion. */
const OWN: Record<OwnExpiry['by'], (sql: Sql, now: Date, days: number) => Promise<number>> = {
  hashTombstones,
  expireUnusedSkills: async (sql, now, days) =>
    (await expireUnusedSkills(sql, now, days)) + (await forgetGoneSkills(sql)),
  forgetUnusedWords,
  sumOldUsage,
  sumOldViews,
  expireActs: (sql, _now, days) => expireActs(sql, days),
};

/**
 * Returns how many rows were deleted, emptied, hashed or summed up. A table that fails keeps none of the others.
 *
 * @throws the first failure, at the end
 */
export async function expire(sql: Sql, now: Date): Promise<number> {
  let total = 0;
  const failures: unknown[] = [];
  // What several tables share is done once.
  for (const [term, holdings] of Map.groupBy(TABLES, (holding) => holding.term)) {
    if (typeof term === 'string') continue;
    const tables = holdings.map(({ table }) => table);
    try {
      const rows = await expireTerm(sql, now, { tables, term });
      if (rows > 0) logger.info('rows expired', { tables, rows, days: term.days });
      total += rows;
    } catch (error) {
      logger.error('rows not expired', { tables, ...redactError(error) });
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
  return total;
}

async function expireTerm(
  sql: Sql,
  now: Date,
  { tables, term }: { tables: readonly string[]; term: Expiry | OwnExpiry },
): Promise<number> {
  if ('by' in term) return OWN[term.by](sql, now, term.days);
  let rows = 0;
  for (const table of tables) rows += await expireTable(sql, now, { table, term });
  return rows;
}

async function expireTable(
  sql: Sql,
  now: Date,
  { table, term }: { table: string; term: Expiry },
): Promise<number> {
  const expired = sql`${sql.unsafe(term.since)} < ${now}::timestamptz - make_interval(days => ${term.days})`;
  const batch = (condition: Fragment): Fragment =>
    sql`ctid = any (array(select ctid from ${sql(table)} where ${condition} limit ${BATCH_SIZE}))`;
  for (let total = 0; ;) {
    const { count } =
      term.empties === undefined
        ? await sql`delete from ${sql(table)} where ${batch(expired)}`
        : await sql`
            update ${sql(table)} set ${sql(term.empties)} = null
            where ${batch(sql`${expired} and ${sql(term.empties)} is not null`)}`;
    total += count;
    if (count < BATCH_SIZE) return total;
  }
}
