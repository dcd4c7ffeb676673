import { TABLES, type Expiry } from '../accounts/index.ts';
import { job } from '../platform/job.ts';
import { logger } from '../platform/logger.ts';
import type { Fragment, Sql } from '../platform/postgres.ts';

/** Rows of one statement, so that none runs long or holds many locks. */
const BATCH_SIZE = 10_000;

/** Every night: deletes what has been kept for as long as the inventory allows. */
export const expireRows = job({
  name: 'expireRows',
  does: 'deletes rows that have been kept for their term',
  schedule: '0 5 * * *',
  after: [],
  deadlineHours: 26,
  options: { timeoutSeconds: 1800, memory: '256MiB' },
  run: ({ sql, now }) => expire(sql, now),
});

/** Returns how many rows were deleted or emptied. */
export async function expire(sql: Sql, now: Date): Promise<number> {
  let total = 0;
  for (const { table, term } of TABLES) {
    if (typeof term === 'string') continue;
    const rows = await expireTable(sql, now, { table, term });
    if (rows > 0) logger.info('rows expired', { table, rows, days: term.days });
    total += rows;
  }
  return total;
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
