import { addDays } from '../../learning/calendar.ts';
import { campusDayStart } from '../../platform/campusTime.ts';
import type { Fragment, Sql } from '../../platform/postgres.ts';
import { audiences } from '../disclosure/audiences.ts';
import { discloseCountSql, isPartShownSql, MIN_GROUP_SIZE } from '../disclosure/disclosureRules.ts';
import type { Figure } from './weeklyReport.ts';

/** Users by role at the end of the week. */
export function countRoles(sql: Sql, week: string, now: Date): Promise<Figure[]> {
  return sql<Figure[]>`
    with roles as (
      select exact, coalesce(role, 'no role') as role, count(*) as people
      from users join user_memberships on user_id = id
      join ${audiences(sql, now)}
      where since < ${campusDayStart(addDays(week, 7))}
      group by 1, 2
    ), counted as (
      select exact, role, people, ${isPartShownSql(sql, {
        people: sql`people`,
        whole: sql`sum(people) over (partition by exact)`,
        partition: sql`exact`,
        order: sql`role`,
      })} as shown
      from roles
      union all
      select exact, 'everybody', coalesce(sum(people), 0), coalesce(sum(people), 0) >= ${MIN_GROUP_SIZE}
      from (values (true), (false)) as audience (exact) left join roles using (exact)
      group by exact
    )
    select 'people' as section, role as group, ${week} as period, ${valueAndDisclosed(sql)}
    from counted
    group by role
    order by role = 'everybody', role`;
}

/** Users who joined or were active in the week, by kind of activity. */
export function countActivity(sql: Sql, week: string, now: Date): Promise<Figure[]> {
  return sql<Figure[]>`
    with activity as (
      select user_id, bool_or(posts_created > 0) as posted, bool_or(events_attended > 0) as attended,
        bool_or(connections_made > 0) as connected
      from user_engagement_metrics
      where date >= ${week} and date < ${week}::date + 7
      group by user_id
    ), facts (section, user_id) as (
      select 'joined', id from users
      where live and created_at >= ${campusDayStart(week)} and created_at < ${campusDayStart(addDays(week, 7))}
      union all select 'active', user_id from activity where posted or attended or connected
      union all select 'posted', user_id from activity where posted
      union all select 'attended', user_id from activity where attended
      union all select distinct 'checked-in', user_id from user_actions
        where kind = 'attended' and checked_in and at >= ${campusDayStart(week)}
          and at < ${campusDayStart(addDays(week, 7))}
      union all select 'connected', user_id from activity where connected
    ), counted as (
      select section, exact, count(*) as people, count(*) >= ${MIN_GROUP_SIZE} as shown
      from facts join users on users.id = user_id
      join ${audiences(sql, now)}
      group by section, exact
    )
    select section, 'everybody' as group, ${week} as period, ${valueAndDisclosed(sql)}
    from unnest(array['joined', 'active', 'posted', 'attended', 'checked-in', 'connected']) 
      with ordinality as sections (section, position)
    left join counted using (section)
    group by section, position
    order by position`;
}

/** Members and active users of each department in the last closed month. */
export function countDepartments(sql: Sql): Promise<Figure[]> {
  return sql<Figure[]>`
    select case measure when 'member' then 'department members' else 'department active' end as section,
      coalesce(department_name(department_key), department_key) as group,
      to_char(month, 'YYYY-MM') as period, ${valueAndDisclosed(sql)}
    from insight_people
    where department_key is not null and measure in ('member', 'active') and skill_id is null
      and month = (select max(month) from insight_months where closed)
    group by measure, department_key, month
    order by 1, department_key`;
}

/** For the cohorts of the last twelve closed months, members and active users in each closed month. */
export function countCohorts(sql: Sql): Promise<Figure[]> {
  return sql<Figure[]>`
    select case measure when 'member' then 'cohort members' else 'cohort active' end as section,
      to_char(cohort, 'YYYY-MM') as group, to_char(month, 'YYYY-MM') as period, ${valueAndDisclosed(sql)}
    from insight_people join insight_months using (month)
    where department_key is null and measure in ('member', 'active') and skill_id is null
      and cohort > (select max(month) from insight_months where closed) - interval '12 months' and closed
    group by measure, cohort, month
    order by 1, cohort, month`;
}

/** A figure of rows that count `people` for each audience, and say whether others than administrators are `shown` them. */
function valueAndDisclosed(sql: Sql): Fragment {
  const disclosed = discloseCountSql(sql, { exact: false }, sql`people`, sql`shown`);
  return sql`coalesce(max(people) filter (where exact), 0)::float8 as value,
    max(${disclosed}) filter (where not exact) as disclosed`;
}
