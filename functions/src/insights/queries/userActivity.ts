import type { Sql } from '../../platform/postgres.ts';

/** A user's activity on one day, given as 2026-03-01. */
export interface DailyActivity {
  date: string;
  posts: number;
  events: number;
  connections: number;
  profileViews: number;
}

/** The days with activity after `from` and up to `to`, oldest first. */
export function readDailyActivity(
  sql: Sql,
  uid: string,
  { from, to }: { from: string; to: string },
): Promise<DailyActivity[]> {
  return sql<DailyActivity[]>`
    select date::text, posts_created as posts, events_attended as events, connections_made as connections,
      profile_views as "profileViews"
    from user_engagement_metrics
    where user_id = ${uid} and date > ${from} and date <= ${to}
    order by user_engagement_metrics.date`;
}

/** The user's engagement percentile at the end of each day; 0 while not active. */
export async function readPercentiles(sql: Sql, uid: string, days: string[]): Promise<number[]> {
  const rows = await sql<{ percentile: number }[]>`
    select coalesce(round(100 * (below + people / 2.0) / active, 1), 0)::float8 as percentile
    from json_array_elements_text(${JSON.stringify(days)}::text::json) with ordinality as requested (text, position)
    cross join lateral (select text::date as day) as requested_day
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
  return rows.map(({ percentile }) => percentile);
}
