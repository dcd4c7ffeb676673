import type { AnySql, Fragment, Sql, TransactionSql } from '../../platform/postgres.ts';
import { shownSql } from '../disclosure/counts.ts';
import { monthStart } from '../../learning/calendar.ts';
import { isClosed, recentMonths } from './closedMonths.ts';

/** Counts the months that are not closed yet. @returns those that it closed. */
export async function countMonths(sql: TransactionSql, now: Date): Promise<string[]> {
  const counted = await sql<{ month: string; closed: boolean }[]>`
    select month::text, closed from insight_months`;
  const closed = new Set(counted.filter((row) => row.closed).map(({ month }) => month));
  const open = new Set([...recentMonths(now), ...counted.map(({ month }) => month)]).difference(closed);
  const months = [...open].filter((month) => month <= monthStart(now)).sort();
  // What is on the profiles is known of the present alone: it counts for the month that has just been closed.
  const present = months.findLast((month) => isClosed(month, now)) ?? '';
  for (const month of months) await countMonth(sql, { month, now, withProfiles: month >= present });
  return months.filter((month) => isClosed(month, now));
}

/** Makes all months open again, so that the next count counts them as they are in the data by now. */
export async function reopenMonths(sql: Sql): Promise<void> {
  await sql`update insight_months set closed = false`;
}

async function countMonth(
  sql: TransactionSql,
  { month, now, withProfiles }: { month: string; now: Date; withProfiles: boolean },
): Promise<void> {
  const kept = withProfiles ? sql`` : sql`and measure <> 'has-skill'`;
  await sql`delete from insight_people where month = ${month} ${kept}`;
  await sql`
    with facts (measure, skill_id, user_id) as (
      ${members(sql, month)}
      union all ${actions(sql, month)}
      union all ${usedSkills(sql, month)}
      ${withProfiles ? sql`union all ${skillsOnProfiles(sql)}` : sql``}
    ), people as (
      select measure, skill_id, department,
        -- Only of these it is asked how many stay.
        case when measure in ('member', 'active')
          then date_trunc('month', created_at at time zone 'UTC')::date end as cohort
      from facts join users on users.id = user_id and live
    ), counted as (
      select measure, skill_id, department, cohort, count(*) as people,
        case when grouping(department) = 0 then 'department' when grouping(cohort) = 0 then 'cohort'
          else 'whole' end as part
      from people
      group by grouping sets ((measure, skill_id), (measure, skill_id, department), (measure, skill_id, cohort))
    ), compared as (
      select *, max(people) filter (where part = 'whole') over (partition by measure, skill_id) as whole
      from counted
    )
    insert into insight_people (month, measure, department, skill_id, cohort, people, shown)
    select ${month}::date, measure, department, skill_id, cohort, people, ${shownSql(sql, {
      people: sql`people`,
      whole: sql`whole`,
      partition: sql`measure, skill_id, part`,
      order: sql`department, cohort`,
    })}
    from compared
    where part = 'whole' or department is not null or cohort is not null`;
  await sql`
    insert into insight_months (month, counted_at, closed) values (${month}, ${now}, ${isClosed(month, now)})
    on conflict (month) do update set counted_at = excluded.counted_at, closed = excluded.closed`;
}

/** Who had an account in the month. */
function members(sql: AnySql, month: string): Fragment {
  return sql`
    select 'member', null::integer, id from users where live and created_at < ${endOf(sql, month)}`;
}

/** Who did something on any day of the month, and what. */
function actions(sql: AnySql, month: string): Fragment {
  return sql`
    select measure, null, user_id
    from (
      select user_id, bool_or(posts_created > 0) as posted, bool_or(events_attended > 0) as attended,
        bool_or(connections_made > 0) as connected
      from user_engagement_metrics
      where date >= ${month} and date < ${month}::date + interval '1 month'
      group by user_id
    ) as did
    cross join lateral (
      values ('active', posted or attended or connected), ('posted', posted), ('attended', attended),
        ('connected', connected)
    ) as measures (measure, does)
    where does`;
}

/** Who named a skill in a post of the month, or was at an event about it; and who did so with any skill. */
function usedSkills(sql: AnySql, month: string): Fragment {
  const within = (time: Fragment): Fragment =>
    sql`${time} >= ${startOf(sql, month)} and ${time} < ${endOf(sql, month)}`;
  return sql`
    select 'used-skill', skill_id, user_id
    from (
      select skill_id, post.user_id
      from post_skills join showcase_posts as post on post.id = post_id
      where post.live and ${within(sql`post.created_at`)}
      union all
      select skill_id, attendance.user_id
      from event_attendance as attendance
      join events as event on event.id = attendance.event_id and event.live
      join event_skills using (event_id)
      where attendance.live and has_attended(status, attended_at) and ${within(sql`coalesce(attended_at, start_date)`)}
    ) as uses
    group by grouping sets ((skill_id, user_id), (user_id))`;
}

/** Who has a skill on their profile at present; and who has any. */
function skillsOnProfiles(sql: AnySql): Fragment {
  return sql`
    select 'has-skill', skill_id, user_id from user_skills
    group by grouping sets ((skill_id, user_id), (user_id))`;
}

function startOf(sql: AnySql, month: string): Fragment {
  return sql`(${month}::timestamp at time zone 'UTC')`;
}

function endOf(sql: AnySql, month: string): Fragment {
  return sql`((${month}::timestamp + interval '1 month') at time zone 'UTC')`;
}
