import type { Sql } from '../../platform/postgres.ts';
import type { SyncStatus } from '../../sync/index.ts';
import { addDays, weekStart } from '../../learning/calendar.ts';
import { shownSql, SMALLEST_GROUP } from '../disclosure/counts.ts';

/** One line of a report. */
export interface Figure {
  /** What is counted. */
  section:
    | 'people'
    | 'joined'
    | 'active'
    | 'posted'
    | 'attended'
    | 'connected'
    | 'department members'
    | 'department active'
    | 'cohort members'
    | 'cohort active'
    | 'sync';
  /** Of whom: a role, a department, the month in which they joined, or everybody; the figure, for `sync`. */
  group: string;
  /** The Monday of the week, or the month. */
  period: string;
  value: number;
  /** Whether somebody who is no administrator may see it, rounded; null for what is no count of people. */
  shown: boolean | null;
}

/** A report as it is kept, with all figures as they are. */
export interface Report {
  /** The Monday on which the week began, as 2026-03-09. */
  week: string;
  madeAt: Date;
  figures: Figure[];
}

/**
 * Makes the report on the week before this one, and keeps it. There is one of each week: made again it stays as it
 * is. Departments and cohorts are those of the last month that is closed.
 *
 * @returns how many figures it has.
 */
export async function makeReport(sql: Sql, now: Date, status: SyncStatus): Promise<number> {
  const week = weekStart(addDays(now, -7));
  const figures = [
    ...(await roles(sql, week)),
    ...(await activity(sql, week)),
    ...(await departments(sql)),
    ...(await cohorts(sql)),
    ...syncHealth(week, status),
  ];
  await sql`
    insert into platform_reports (week, made_at, report)
    values (${week}, ${now}, ${JSON.stringify(figures)}::text::jsonb)
    on conflict (week) do nothing`;
  return figures.length;
}

function roles(sql: Sql, week: string): Promise<Figure[]> {
  return sql<Figure[]>`
    with roles as (
      select coalesce(role, 'no role') as role, count(*) as people
      from users where live and created_at < (${week}::timestamp + interval '7 days') at time zone 'UTC'
      group by 1
    )
    select 'people' as section, role as group, ${week} as period, people::float8 as value,
      ${shownSql(sql, {
        people: sql`people`,
        whole: sql`sum(people) over ()`,
        partition: sql`true`,
        order: sql`role`,
      })} as shown
    from roles
    union all
    select 'people', 'everybody', ${week}, coalesce(sum(people), 0)::float8, coalesce(sum(people), 0) >= ${SMALLEST_GROUP}
    from roles`;
}

function activity(sql: Sql, week: string): Promise<Figure[]> {
  return sql<Figure[]>`
    with did as (
      select user_id, bool_or(posts_created > 0) as posted, bool_or(events_attended > 0) as attended,
        bool_or(connections_made > 0) as connected
      from user_engagement_metrics
      where date >= ${week} and date < ${week}::date + 7
      group by user_id
    ), counted (section, people) as (
      select 'joined', count(*) from users
      where live and created_at >= ${week}::timestamp at time zone 'UTC'
        and created_at < (${week}::timestamp + interval '7 days') at time zone 'UTC'
      union all select 'active', count(*) from did where posted or attended or connected
      union all select 'posted', count(*) from did where posted
      union all select 'attended', count(*) from did where attended
      union all select 'connected', count(*) from did where connected
    )
    select section, 'everybody' as group, ${week} as period, people::float8 as value,
      people >= ${SMALLEST_GROUP} as shown
    from counted`;
}

function departments(sql: Sql): Promise<Figure[]> {
  return sql<Figure[]>`
    select case measure when 'member' then 'department members' else 'department active' end as section,
      department as group, to_char(month, 'YYYY-MM') as period, people::float8 as value, shown
    from insight_people
    where department is not null and measure in ('member', 'active') and skill_id is null
      and month = (select max(month) from insight_months where closed)
    order by 1, department`;
}

/** In each closed month of the last year, who had joined in which month, and who of them was active. */
function cohorts(sql: Sql): Promise<Figure[]> {
  return sql<Figure[]>`
    select case measure when 'member' then 'cohort members' else 'cohort active' end as section,
      to_char(cohort, 'YYYY-MM') as group, to_char(month, 'YYYY-MM') as period, people::float8 as value, shown
    from insight_people join insight_months using (month)
    where department is null and measure in ('member', 'active') and skill_id is null
      and cohort > (select max(month) from insight_months where closed) - interval '12 months' and closed
    order by 1, cohort, month`;
}

function syncHealth(period: string, status: SyncStatus): Figure[] {
  const checks = Object.values(status.checks);
  const figures: Record<string, number> = {
    'oldest unapplied change (seconds)': Math.round(status.oldestUnappliedSeconds),
    'waiting documents': status.deferredDocuments,
    'dead letters': status.deadLetters.open,
    'changes received': sum(Object.values(status.collections).map(({ received }) => received)),
    'counts reconcile (1 or 0)': status.reconciled ? 1 : 0,
    'documents that differed at the last check': sum(checks.map(({ inconsistent }) => inconsistent)),
    'documents that were repaired then': sum(checks.map(({ repaired }) => repaired)),
  };
  const lag = status.lagSeconds === null ? {} : { 'lag (seconds)': status.lagSeconds };
  return Object.entries({ ...lag, ...figures }).map(([group, value]) => ({
    section: 'sync',
    group,
    period,
    value,
    shown: null,
  }));
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
