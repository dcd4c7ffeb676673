import { addDays } from '../../learning/calendar.ts';
import { campusDayStart } from '../../platform/campusTime.ts';
import type { Sql } from '../../platform/postgres.ts';
import { isPartShownSql, MIN_GROUP_SIZE } from '../disclosure/disclosureRules.ts';
import type { Figure } from './weeklyReport.ts';

/** Users by role at the end of the week. */
export function countRoles(sql: Sql, week: string): Promise<Figure[]> {
  return sql<Figure[]>`
    with roles as (
      select coalesce(role, 'no role') as role, count(*) as people
      from users join user_memberships on user_id = id
      where since < ${campusDayStart(addDays(week, 7))}
      group by 1
    )
    select 'people' as section, role as group, ${week} as period, people::float8 as value,
      ${isPartShownSql(sql, {
        people: sql`people`,
        whole: sql`sum(people) over ()`,
        partition: sql`true`,
        order: sql`role`,
      })} as shown
    from roles
    union all
    select 'people', 'everybody', ${week}, coalesce(sum(people), 0)::float8, coalesce(sum(people), 0) >= ${MIN_GROUP_SIZE}
    from roles`;
}

/** Users who joined or were active in the week, by kind of activity. */
export function countActivity(sql: Sql, week: string): Promise<Figure[]> {
  return sql<Figure[]>`
    with activity as (
      select user_id, bool_or(posts_created > 0) as posted, bool_or(events_attended > 0) as attended,
        bool_or(connections_made > 0) as connected
      from user_engagement_metrics
      where date >= ${week} and date < ${week}::date + 7
      group by user_id
    ), counted (section, people) as (
      select 'joined', count(*) from users
      where live and created_at >= ${campusDayStart(week)}
        and created_at < ${campusDayStart(addDays(week, 7))}
      union all select 'active', count(*) from activity where posted or attended or connected
      union all select 'posted', count(*) from activity where posted
      union all select 'attended', count(*) from activity where attended
      union all select 'connected', count(*) from activity where connected
    )
    select section, 'everybody' as group, ${week} as period, people::float8 as value,
      people >= ${MIN_GROUP_SIZE} as shown
    from counted`;
}

/** Members and active users of each department in the last closed month. */
export function countDepartments(sql: Sql): Promise<Figure[]> {
  return sql<Figure[]>`
    select case measure when 'member' then 'department members' else 'department active' end as section,
      coalesce(department_name(department_key), department_key) as group,
      to_char(month, 'YYYY-MM') as period, people::float8 as value, shown
    from insight_people
    where department_key is not null and measure in ('member', 'active') and skill_id is null
      and month = (select max(month) from insight_months where closed)
    order by 1, department_key`;
}

/** For the cohorts of the last twelve closed months, members and active users in each closed month. */
export function countCohorts(sql: Sql): Promise<Figure[]> {
  return sql<Figure[]>`
    select case measure when 'member' then 'cohort members' else 'cohort active' end as section,
      to_char(cohort, 'YYYY-MM') as group, to_char(month, 'YYYY-MM') as period, people::float8 as value, shown
    from insight_people join insight_months using (month)
    where department_key is null and measure in ('member', 'active') and skill_id is null
      and cohort > (select max(month) from insight_months where closed) - interval '12 months' and closed
    order by 1, cohort, month`;
}
