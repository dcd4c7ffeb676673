/**
 * Most of the insights' figures as obvious SQL: straight from the synchronised tables, one query per question,
 * without the nightly tables.
 */
import { ACTIVE_DAYS, HALF_LIFE_DAYS, WEIGHTS } from '../../functions/src/engagement/score/scoreFormula.ts';
import type { Fragment, Sql } from '../../functions/src/platform/postgres.ts';

/** All actions since a day: who, when, and for how many points. */
function actions(sql: Sql, since: Fragment): Fragment {
  return sql`
    select user_id, created_at as moment, ${WEIGHTS.postCreated}::float8 as points from showcase_posts
    where live and created_at >= ${since}
    union all
    select user_id, attended_at, ${WEIGHTS.eventAttended} from attended_events
    where attended_at >= ${since}
    union all
    select from_user_id, created_at, ${WEIGHTS.connectionMade} from connections
    where live and status = 'accepted' and created_at >= ${since}
    union all
    select to_user_id, created_at, ${WEIGHTS.connectionMade} from connections
    where live and status = 'accepted' and created_at >= ${since}`;
}

/** A student's percentile on one day, and their weekly activity over a year. */
export async function userAnalytics(sql: Sql, id: string, day: string): Promise<void> {
  await sql`
    with standing as (
      select user_id, sum(points * power(2::float8, extract(epoch from moment - ${day}::text::date) / 86400 / ${HALF_LIFE_DAYS}::float8)) as points
      from (${actions(sql, sql`${day}::text::date - ${ACTIVE_DAYS}::integer`)}) as action
      group by user_id
    )
    select count(*) filter (where points < (select points from standing where user_id = ${id}))::float8 / count(*)
    from standing`;
  await sql`
    select date_trunc('week', moment), count(*)
    from (${actions(sql, sql`${day}::text::date - 365`)}) as action
    where user_id = ${id}
    group by 1`;
}

function used(sql: Sql, from: Fragment, to: Fragment): Fragment {
  return sql`
    select skill_id, post.user_id from post_skills join showcase_posts as post on post.id = post_id
    where live and created_at >= ${from} and created_at < ${to}
    union
    select skill_id, user_id
    from attended_events join events on events.id = event_id join event_skills using (event_id)
    where attended_at >= ${from} and attended_at < ${to}`;
}

/** Skills used in a month and in the month before, without history or skill pairs. */
export async function skillTrends(sql: Sql, department: string | null, month: string): Promise<void> {
  const people =
    department === null
      ? sql`select id as user_id from users where live`
      : sql`select id as user_id from users where live and department_key = ${department}`;
  await sql`
    select skill_id, now.people, before.people as before, had.people as profiles
    from (
      select skill_id, count(*) as people
      from (${used(sql, sql`${month}::text::date`, sql`${month}::text::date + interval '1 month'`)}) as used
      join (${people}) as people using (user_id)
      group by skill_id
    ) as now
    left join (
      select skill_id, count(*) as people
      from (${used(sql, sql`${month}::text::date - interval '1 month'`, sql`${month}::text::date`)}) as used
      join (${people}) as people using (user_id)
      group by skill_id
    ) as before using (skill_id)
    left join (
      select skill_id, count(*) as people from user_skills join (${people}) as people using (user_id) group by skill_id
    ) as had using (skill_id)
    order by now.people desc limit 10`;
}

/** Visitors are those of event_visits.sql. */
export async function eventInsights(sql: Sql, id: string): Promise<void> {
  const visitors = sql`select user_id from event_visits where event_id = ${id}`;
  await sql`
    select count(*), count(*) filter (where status = 'going' or has_attended(status, attended_at)),
      count(*) filter (where has_attended(status, attended_at)), count(*) filter (where checked_in),
      count(*) filter (where user_id in (${visitors}) and exists (
        select from event_visits as earlier join events as other on other.id = earlier.event_id
        where earlier.user_id = attendance.user_id
          and other.category = event.category and other.start_date < event.start_date
      ))
    from event_attendance as attendance join events as event on event.id = event_id
    where event_id = ${id} and attendance.live`;
  await sql`
    select department_key, count(*) from users where id in (${visitors}) group by 1 order by 2 desc limit 10`;
  await sql`
    select skill_id, count(*) from user_skills where user_id in (${visitors}) group by 1 order by 2 desc limit 10`;
  await sql`
    with everybody as (select count(distinct user_id)::float8 as people from event_visits)
    select shared.event_id, shared.people * everybody.people
      / ((select count(*) from (${visitors}) as visitors) * (
        select count(*) from event_visits as other where other.event_id = shared.event_id
      )) as lift
    from everybody, (
      select event_id, count(*) as people from event_visits
      where user_id in (${visitors}) and event_id <> ${id}
      group by event_id having count(*) >= 5
    ) as shared
    order by lift desc limit 10`;
}

/** A department's monthly active people over a year, its skills, and its events of the last month. */
export async function departmentOverview(sql: Sql, department: string, month: string): Promise<void> {
  await sql`
    select date_trunc('month', moment), count(distinct user_id)
    from (${actions(sql, sql`${month}::text::date - interval '11 months'`)}) as action
    join users on users.id = user_id
    where department_key = ${department}
    group by 1`;
  await skillTrends(sql, department, month);
  await sql`
    select event_id, count(*) from event_visits
    join users on users.id = user_id join events on events.id = event_id
    where users.department_key = ${department}
      and start_date >= ${month}::text::date and start_date < ${month}::text::date + interval '1 month'
    group by 1 order by 2 desc limit 10`;
}

/** Retention: of the people who joined in each month, how many were active in each month of the last year. */
export async function platformReport(sql: Sql, month: string): Promise<void> {
  await sql`
    select date_trunc('month', users.created_at), date_trunc('month', moment), count(distinct user_id)
    from (${actions(sql, sql`${month}::text::date - interval '11 months'`)}) as action
    join users on users.id = user_id
    group by 1, 2`;
  await sql`select role, count(*) from users where live group by 1`;
}
