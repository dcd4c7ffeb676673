import { campusDay, campusZone } from '../platform/campusTime.ts';
import { longTransaction } from '../platform/longTransaction.ts';
import type { Sql } from '../platform/postgres.ts';

/**
 * Every night: of months that ended more than this many days ago, leaves how often a profile was viewed in the month, as the
 * views of its first day. The days that change are computed again: views of that age no longer move a score.
 *
 * @returns how many days were summed up
 */
export async function sumOldViews(sql: Sql, now: Date, days: number): Promise<number> {
  return longTransaction(sql, async (tx) => {
    const [row] = await tx<{ days: number }[]>`
      with daily as (
        delete from profile_view_counts
        where date < date_trunc('month', ${campusDay(now)}::date - ${days}::integer)
          and extract(day from date) > 1
        returning user_id, date, views
      ), monthly as (
        insert into profile_view_counts as counts (user_id, date, views)
        select user_id, date_trunc('month', date)::date, sum(views) from daily group by 1, 2
        on conflict (user_id, date) do update set views = counts.views + excluded.views
        returning user_id, date
      ), queued as (
        insert into engagement_changes (user_id, moment)
        -- Every day has one noon.
        select user_id, (date + time '12:00') at time zone ${campusZone()}
        from (select user_id, date from daily union all table monthly) as changed
      )
      select count(*)::integer as days from daily`;
    return row?.days ?? 0;
  });
}
