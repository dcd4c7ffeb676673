import type { Sql } from '../../platform/postgres.ts';

/** A user's activity on one day, given as 2026-03-01. */
export interface DailyActivity {
  date: string;
  posts: number;
  events: number;
  connections: number;
  profileViews: number;
}

/**
 * The days with activity after `from` and up to `to`, oldest first, counted from the documents. The night counts the same
 * for everybody, see engagement/score/computeDays.ts.
 */
export function readDailyActivity(
  sql: Sql,
  uid: string,
  { from, to }: { from: string; to: string },
): Promise<DailyActivity[]> {
  return sql<DailyActivity[]>`
    select date::text, sum(posts)::integer as posts, sum(events)::integer as events,
      sum(connections)::integer as connections, sum(views)::integer as "profileViews"
    from (
      select engagement_day(created_at) as date, 1 as posts, 0 as events, 0 as connections, 0 as views
      from showcase_posts where user_id = ${uid} and live
      union all
      select coalesce(engagement_day(attended_at), engagement_day(start_date)), 0, 1, 0, 0
      from confirmed_attendance join events on events.id = event_id
      where user_id = ${uid}
      union all
      select engagement_day(created_at), 0, 0, 1, 0
      from accepted_connections
      where ${uid} in (from_user_id, to_user_id) and from_user_id <> to_user_id
      union all
      select date, 0, 0, 0, views from profile_view_counts where user_id = ${uid}
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
