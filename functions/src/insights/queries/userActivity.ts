import { campusZone } from '../../platform/campusTime.ts';
import type { Sql } from '../../platform/postgres.ts';

/** A user's activity on one day, given as 2026-03-01. */
export interface DailyActivity {
  date: string;
  posts: number;
  events: number;
  /** Of the events, those at which they were checked in. */
  eventsCheckedIn: number;
  connections: number;
  profileViews: number;
}

/** The days with activity after `from` and up to `to`, oldest first, counted from the documents as the night does. */
export function readDailyActivity(
  sql: Sql,
  uid: string,
  { from, to }: { from: string; to: string },
): Promise<DailyActivity[]> {
  return sql<DailyActivity[]>`
    select date::text, count(*) filter (where kind = 'posted')::integer as posts,
      count(*) filter (where kind = 'attended')::integer as events,
      count(*) filter (where checked_in)::integer as "eventsCheckedIn",
      count(*) filter (where kind = 'connected')::integer as connections,
      coalesce(sum(views), 0)::integer as "profileViews"
    from (
      select campus_day(at, ${campusZone()}) as date, kind, checked_in, 0 as views
      from user_actions where user_id = ${uid} and kind in ('posted', 'attended', 'connected')
      union all
      select date, 'viewed', false, views from profile_view_counts where user_id = ${uid}
    ) as action
    where date > ${from}::date and date <= ${to}::date
    group by action.date
    order by action.date`;
}

/** A user's engagement percentiles as the night computed them. */
export interface Percentiles {
  /** When they were computed; null before the first night. */
  computedAt: Date | null;
  /** At the end of each day asked for; 0 while not active. Null if nothing the user did has been ranked. */
  values: number[] | null;
}

/** Reads the percentiles of days; of days after the last computed one, that day's. */
export async function readPercentiles(sql: Sql, uid: string, days: string[]): Promise<Percentiles> {
  const [refresh] = await sql<{ computed_at: Date; is_ranked: boolean }[]>`
    select refreshed_at as computed_at,
      exists (select from user_engagement_metrics where user_id = ${uid}) as is_ranked
    from engagement_refresh`;
  if (!refresh?.is_ranked) return { computedAt: refresh?.computed_at ?? null, values: null };
  const rows = await sql<{ percentile: number }[]>`
    select coalesce(round(100 * (below + people / 2.0) / active, 1), 0)::float8 as percentile
    from json_array_elements_text(${JSON.stringify(days)}::text::json) with ordinality as requested (text, position)
    cross join engagement_refresh
    cross join lateral (select least(text::date, computed_through) as day) as computed_day
    left join lateral (
      select engagement_level(decayed_points) as level
      from (
        select decayed_points, valid_until from user_engagement_metrics
        where user_id = ${uid} and date <= day
        order by date desc limit 1
      ) as latest
      where valid_until >= day
    ) as current on true
    left join engagement_levels as ranked on ranked.date = day and ranked.level = current.level
    order by position`;
  return { computedAt: refresh.computed_at, values: rows.map(({ percentile }) => percentile) };
}
