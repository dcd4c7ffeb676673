import { longTransaction } from '../../platform/longTransaction.ts';
import type { Sql } from '../../platform/postgres.ts';

/**
 * Every night: of months (UTC) that ended more than this many days ago, leaves what each person used in the month, and no
 * longer when.
 *
 * @returns how many rows were summed up
 */
export async function sumOldUsage(sql: Sql, now: Date, days: number): Promise<number> {
  return longTransaction(sql, async (tx) => {
    const [row] = await tx<{ rows: number }[]>`
      with detailed as (
        delete from usage_metrics
        where timestamp < date_trunc('month', ${now}::timestamptz - make_interval(days => ${days}), 'UTC')
          and timestamp <> date_trunc('month', timestamp, 'UTC')
        returning *
      ), summed as (
        insert into usage_metrics (user_id, metric_type, operation, timestamp, value)
        select user_id, metric_type, operation, date_trunc('month', timestamp, 'UTC'), sum(value)
        from detailed
        group by 1, 2, 3, 4
      )
      select count(*)::integer as rows from detailed`;
    return row?.rows ?? 0;
  });
}
