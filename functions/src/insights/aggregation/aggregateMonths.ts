import { campusDay, campusDayStart, campusZone } from '../../platform/campusTime.ts';
import type { AnySql, Fragment, Sql, TransactionSql } from '../../platform/postgres.ts';
import { monthStart } from '../../learning/calendar.ts';
import { audiences } from '../disclosure/audiences.ts';
import { isPartShownSql } from '../disclosure/disclosureRules.ts';
import { isClosed, recentMonths } from './closedMonths.ts';

/** Counts the months that are not closed yet. @returns the months that this closed */
export async function aggregateMonths(sql: TransactionSql, now: Date): Promise<string[]> {
  const counted = await sql<{ month: string; closed: boolean }[]>`
    select month::text, closed from insight_months`;
  const closed = new Set(counted.filter((row) => row.closed).map(({ month }) => month));
  const open = new Set([...recentMonths(now), ...counted.map(({ month }) => month)]).difference(closed);
  const months = [...open].filter((month) => month <= monthStart(campusDay(now))).sort();
  // Profiles have no history: their present skills are counted from the month that is just closing onwards.
  const firstWithProfiles = months.findLast((month) => isClosed(month, now)) ?? '';
  for (const month of months) {
    await aggregateMonth(sql, { month, now, withProfiles: month >= firstWithProfiles });
  }
  return months.filter((month) => isClosed(month, now));
}

/** Reopens all months, so that the next refresh recounts them from the current data. */
export async function reopenMonths(sql: Sql): Promise<void> {
  await sql`update insight_months set closed = false`;
}

async function aggregateMonth(
  sql: TransactionSql,
  { month, now, withProfiles }: { month: string; now: Date; withProfiles: boolean },
): Promise<void> {
  const replaced = withProfiles ? sql`` : sql`and measure <> 'has-skill'`;
  await sql`delete from insight_people where month = ${month} ${replaced}`;
  await sql`
    with facts (measure, skill_id, user_id) as (
      ${members(sql, month)}
      union all ${actions(sql, month)}
      union all ${checkIns(sql, month)}
      union all ${usedSkills(sql, month)}
      ${withProfiles ? sql`union all ${profileSkills(sql)}` : sql``}
    ), people as (
      select exact, measure, skill_id, department_key,
        -- Retention is only reported for these.
        case when measure in ('member', 'active')
          then date_trunc('month', created_at at time zone ${campusZone()})::date end as cohort
      from facts join users on users.id = user_id and live
      join ${audiences(sql, now)}
    ), counted as (
      select exact, measure, skill_id, department_key, cohort, count(*) as people,
        case when grouping(department_key) = 0 then 'department' when grouping(cohort) = 0 then 'cohort'
          else 'whole' end as part
      from people
      group by grouping sets (
        (exact, measure, skill_id), (exact, measure, skill_id, department_key), (exact, measure, skill_id, cohort)
      )
    ), compared as (
      select *, max(people) filter (where part = 'whole') over (partition by exact, measure, skill_id) as whole
      from counted
    )
    insert into insight_people (exact, month, measure, department_key, skill_id, cohort, people, shown)
    select exact, ${month}::date, measure, department_key, skill_id, cohort, people, ${isPartShownSql(sql, {
      people: sql`people`,
      whole: sql`whole`,
      partition: sql`exact, measure, skill_id, part`,
      order: sql`department_key, cohort`,
    })}
    from compared
    where part = 'whole' or department_key is not null or cohort is not null`;
  await sql`
    insert into insight_months (month, counted_at, closed) values (${month}, ${now}, ${isClosed(month, now)})
    on conflict (month) do update set counted_at = excluded.counted_at, closed = excluded.closed`;
}

/** Users who were there in the month. */
function members(sql: AnySql, month: string): Fragment {
  return sql`
    select 'member', null::integer, user_id from user_memberships where since < ${endOf(month)}`;
}

/** Users who were active in the month, by kind of activity. */
function actions(sql: AnySql, month: string): Fragment {
  return sql`
    select measure, null, user_id
    from (
      select user_id, bool_or(posts_created > 0) as posted, bool_or(events_attended > 0) as attended,
        bool_or(connections_made > 0) as connected
      from user_engagement_metrics
      where date >= ${month} and date < ${month}::date + interval '1 month'
      group by user_id
    ) as activity
    cross join lateral (
      values ('active', posted or attended or connected), ('posted', posted), ('attended', attended),
        ('connected', connected)
    ) as measures (measure, applies)
    where applies`;
}

/** Users who are known to have been at an event of the month. */
function checkIns(sql: AnySql, month: string): Fragment {
  return sql`
    select distinct 'checked-in', null::integer, user_id from user_actions
    where kind = 'attended' and checked_in and at >= ${campusDayStart(month)} and at < ${endOf(month)}`;
}

/** Users who named a skill in a post of the month or attended an event about it; without a skill, any skill. */
function usedSkills(sql: AnySql, month: string): Fragment {
  const isInMonth = (time: Fragment): Fragment =>
    sql`${time} >= ${campusDayStart(month)} and ${time} < ${endOf(month)}`;
  return sql`
    select 'used-skill', skill_id, user_id
    from (
      select skill_id, post.user_id
      from post_skills join showcase_posts as post on post.id = post_id
      where post.live and ${isInMonth(sql`post.created_at`)}
      union all
      select skill_id, attendance.user_id
      from attended_events as attendance
      join events as event on event.id = attendance.event_id and event.live
      join event_skills using (event_id)
      where ${isInMonth(sql`coalesce(attended_at, start_date)`)}
    ) as uses
    group by grouping sets ((skill_id, user_id), (user_id))`;
}

/** Users who have a skill on their profile now; without a skill, any skill. */
function profileSkills(sql: AnySql): Fragment {
  return sql`
    select 'has-skill', skill_id, user_id from user_skills
    group by grouping sets ((skill_id, user_id), (user_id))`;
}

function endOf(month: string): Date {
  return campusDayStart(monthStart(month, 1));
}
