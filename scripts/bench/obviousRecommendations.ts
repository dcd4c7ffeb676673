import type { Sql } from '../../functions/src/platform/postgres.ts';
import type { RecommendationType } from '../../functions/src/recommendations/recommender.ts';

/** The obvious SQL for each type: what goes with what the student has, counted on request. */
export const OBVIOUS: Record<RecommendationType, (sql: Sql, id: string) => PromiseLike<unknown>> = {
  /** Upcoming events by how often the student met those who are going, and how often they attended the category. */
  event: (sql, id) => sql`
    with mine as (
      select event_id, category
      from event_attendance as attendance join events on events.id = event_id
      where user_id = ${id} and attendance.live and status <> 'cancelled'
    ), met as (
      select other.user_id, count(*) as meetings
      from mine join event_attendance as other using (event_id)
      where other.user_id <> ${id} and other.live and status <> 'cancelled'
      group by other.user_id
    ), going as (
      select event_id, sum(meetings) as meetings
      from met join event_attendance as other using (user_id) join events on events.id = event_id
      where other.live and start_date > now()
      group by event_id
    )
    select id, title, coalesce(meetings, 0) + (select count(*) from mine where mine.category = events.category) as score
    from events left join going on event_id = id
    where live and start_date > now() and id not in (select event_id from mine)
    order by score desc
    limit 10`,
  /** People by shared events and mutual connections. */
  user: (sql, id) => sql`
    with mine as (
      select event_id from event_attendance where user_id = ${id} and live and status <> 'cancelled'
    ), friends as (
      select to_user_id as friend from connections where from_user_id = ${id} and live and status = 'accepted'
      union
      select from_user_id from connections where to_user_id = ${id} and live and status = 'accepted'
    ), shared as (
      select user_id, count(*) as score from event_attendance join mine using (event_id) where live group by user_id
      union all
      select case when from_user_id = friend then to_user_id else from_user_id end, 1
      from connections join friends on friend in (from_user_id, to_user_id)
      where live and status = 'accepted'
    )
    select users.id, name, sum(score) as score
    from shared join users on users.id = user_id
    where live and users.id <> ${id} and users.id not in (select friend from friends)
    group by users.id
    order by score desc
    limit 10`,
  /** Skills of the people who share a skill with the student. */
  skill: (sql, id) => sql`
    with mine as (select skill_id from user_skills where user_id = ${id})
    select skills.id, name, count(*) as score
    from user_skills as shared
    join user_skills as theirs using (user_id)
    join skills on skills.id = theirs.skill_id
    where shared.skill_id in (select skill_id from mine) and theirs.skill_id not in (select skill_id from mine)
    group by skills.id
    order by score desc
    limit 10`,
};
