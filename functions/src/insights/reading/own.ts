import type { Sql } from '../../platform/postgres.ts';

/** What somebody did, and what others made of it, in some time. */
export interface Activity {
  posts: number;
  events: number;
  connections: number;
  /** Views of the profile, each viewer counted once a day. */
  profileViews: number;
  /** Likes, comments and shares, until now, of the posts of that time. */
  reactions: number;
}

/** A day on which something happened. */
export interface ActiveDay {
  /** As 2026-03-01. */
  date: string;
  posts: number;
  events: number;
  connections: number;
  profileViews: number;
}

/** The days of a year on which something happened to somebody, the first first. */
export function readDays(
  sql: Sql,
  uid: string,
  { from, to }: { from: string; to: string },
): Promise<ActiveDay[]> {
  return sql<ActiveDay[]>`
    select date::text, posts_created as posts, events_attended as events, connections_made as connections,
      profile_views as "profileViews"
    from user_engagement_metrics
    where user_id = ${uid} and date > ${from} and date <= ${to}
    order by user_engagement_metrics.date`;
}

/** The engagement score of somebody at the end of each of these days; 0 while they are not active. */
export async function readScores(sql: Sql, uid: string, days: string[]): Promise<number[]> {
  const rows = await sql<{ score: number }[]>`
    select coalesce(round(100 * (below + people / 2.0) / active, 1), 0)::float8 as score
    from json_array_elements_text(${JSON.stringify(days)}::text::json) with ordinality as wanted (text, place)
    cross join lateral (select text::date as day) as wanted_day
    left join lateral (
      select engagement_level(decayed_points) as level
      from (
        select decayed_points, counts_until from user_engagement_metrics
        where user_id = ${uid} and date <= day
        order by date desc limit 1
      ) as last
      where counts_until >= day
    ) as standing on true
    left join engagement_levels as ranked on ranked.date = day and ranked.level = standing.level
    order by place`;
  return rows.map(({ score }) => score);
}

/** Somebody's own documents, as far as analytics need them. */
export interface OwnDocuments {
  reactions: { date: string; reactions: number }[];
  skills: { name: string; level: number | null; posts: number; events: number }[];
  upcoming: number;
  categories: { name: string; events: number }[];
}

/** Reads what somebody has posted and attended since a day, and the skills in it. */
export async function readOwn(sql: Sql, uid: string, now: Date, from: string): Promise<OwnDocuments> {
  const [row] = await sql<
    [
      {
        reactions: OwnDocuments['reactions'] | null;
        skills: OwnDocuments['skills'] | null;
        upcoming: number;
        categories: OwnDocuments['categories'] | null;
      },
    ]
  >`
    with post as materialized (
      select id, (created_at at time zone 'UTC')::date as date, engagement_metrics as metrics
      from showcase_posts
      where user_id = ${uid} and live and created_at >= ${from}::timestamp at time zone 'UTC'
    ), attended as materialized (
      select event_id, category
      from event_attendance as attendance join events on events.id = event_id and events.live
      where user_id = ${uid} and attendance.live and has_attended(status, attended_at)
        and coalesce(attended_at, start_date) >= ${from}::timestamp at time zone 'UTC'
    ), used as (
      select skill_id, count(post_id) as posts, count(event_id) as events
      from (
        select skill_id, post_id, null as event_id from post_skills join post on post.id = post_id
        union all
        select skill_id, null, event_id from event_skills join attended using (event_id)
      ) as uses
      group by skill_id
    )
    select
      (
        select json_agg(json_build_object('date', date, 'reactions',
          coalesce((metrics ->> 'likes')::float8, 0) + coalesce((metrics ->> 'comments')::float8, 0)
            + coalesce((metrics ->> 'shares')::float8, 0)))
        from post
      ) as reactions,
      (
        select json_agg(json_build_object('name', name, 'level', proficiency_level, 'posts', coalesce(posts, 0),
          'events', coalesce(events, 0)))
        from used
        full join (select skill_id, proficiency_level from user_skills where user_id = ${uid}) as own using (skill_id)
        join skills on skills.id = skill_id
      ) as skills,
      (
        select count(*)::integer
        from event_attendance as attendance join events on events.id = event_id and events.live
        where user_id = ${uid} and attendance.live and status is distinct from 'cancelled' and start_date > ${now}
      ) as upcoming,
      (
        select json_agg(json_build_object('name', category, 'events', events) order by events desc, category)
        from (select category, count(*) as events from attended where category is not null group by 1) as counted
      ) as categories`;
  return {
    reactions: row.reactions ?? [],
    skills: row.skills ?? [],
    upcoming: row.upcoming,
    categories: row.categories ?? [],
  };
}
