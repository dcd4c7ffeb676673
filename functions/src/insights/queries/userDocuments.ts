import { campusDayStart, campusZone } from '../../platform/campusTime.ts';
import type { Sql } from '../../platform/postgres.ts';

/** What a user's own posts, profile and events contribute to the analytics. */
export interface UserDocuments {
  reactions: { date: string; reactions: number }[];
  skills: {
    name: string;
    /** The level that they claim. */
    level: number | null;
    /** The id of who has verified the skill, when, and at which level; null if nobody has. */
    verified: { by: string; at: string; level: number | null } | null;
    posts: number;
    events: number;
  }[];
  /** Events they are at or going to. */
  upcoming: number;
  /** `checkedIn` of the events are those at which they were checked in. */
  categories: { name: string; events: number; checkedIn: number }[];
}

/** Reads the posts and attended events since a day with their skills, the profile's skills, and the events that are not over. */
export async function readUserDocuments(
  sql: Sql,
  uid: string,
  now: Date,
  from: string,
): Promise<UserDocuments> {
  const [row] = await sql<[{ [Key in keyof UserDocuments]: UserDocuments[Key] | null }]>`
    with post as materialized (
      select id, campus_day(created_at, ${campusZone()}) as date, engagement_metrics as metrics
      from showcase_posts
      where user_id = ${uid} and live and created_at >= ${campusDayStart(from)}
    ), attended as materialized (
      select event_id, checked_in, category_key, label_name('event category', category_key, category) as category
      from attended_events join events on events.id = event_id and live
      where user_id = ${uid} and coalesce(attended_at, start_date) >= ${campusDayStart(from)}
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
        select json_agg(json_build_object('name', name, 'level', proficiency_level,
          'verified', case when verified then json_build_object('by', verified_by, 'level', verified_level,
            'at', to_char(verified_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) end,
          'posts', coalesce(posts, 0), 'events', coalesce(events, 0)))
        from used
        full join (
          select skill_id, proficiency_level, verified, verified_by, verified_at, verified_level
          from user_skills where user_id = ${uid}
        ) as profile using (skill_id)
        join skills on skills.id = skill_id
      ) as skills,
      (
        select count(*)::integer
        from current_attendance join events on events.id = event_id and live
        where user_id = ${uid} and event_end(start_date, end_date) > ${now}
      ) as upcoming,
      (
        select json_agg(json_build_object('name', category, 'events', events, 'checkedIn', checked_in)
          order by events desc, category)
        from (
          select max(category collate "C") as category, count(*) as events,
            count(*) filter (where checked_in) as checked_in
          from attended where category_key is not null group by category_key
        ) as counted
      ) as categories`;
  return {
    reactions: row.reactions ?? [],
    skills: row.skills ?? [],
    upcoming: row.upcoming ?? 0,
    categories: row.categories ?? [],
  };
}
