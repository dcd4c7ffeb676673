import type { Sql } from '../../platform/postgres.ts';
import type { SyncStatus } from '../../sync/index.ts';
import { addDays, weekStart } from '../../learning/calendar.ts';
import { campusDay } from '../../platform/campusTime.ts';
import { countActivity, countCohorts, countDepartments, countRoles } from './countFigures.ts';
import type { Figure } from './weeklyReport.ts';

/**
 * Makes the report on the previous week and stores it, unless there is one. Departments and cohorts are those of the last
 * closed month.
 *
 * @returns the number of figures
 */
export async function makeWeeklyReport(sql: Sql, now: Date, status: SyncStatus): Promise<number> {
  const week = weekStart(addDays(campusDay(now), -7));
  const existing = await sql`select from platform_reports where week = ${week}`;
  if (existing.length > 0) return 0;
  const figures = [
    ...(await countRoles(sql, week, now)),
    ...(await countActivity(sql, week, now)),
    ...(await countDepartments(sql)),
    ...(await countCohorts(sql)),
    ...syncFigures(week, status),
  ];
  await sql`
    insert into platform_reports (week, made_at, report)
    values (${week}, ${now}, ${JSON.stringify(figures)}::text::jsonb)
    on conflict (week) do nothing`;
  return figures.length;
}

function syncFigures(period: string, status: SyncStatus): Figure[] {
  const checks = Object.values(status.checks);
  const figures: Record<string, number> = {
    'oldest unapplied change (seconds)': Math.round(status.oldestUnappliedSeconds),
    'deferred documents': status.deferredDocuments,
    'dead letters': status.deadLetters.open,
    'changes received': sum(Object.values(status.collections).map(({ received }) => received)),
    'counts reconcile (1 or 0)': status.reconciled ? 1 : 0,
    'documents that differed at the last check': sum(checks.map(({ inconsistent }) => inconsistent)),
    'documents repaired at the last check': sum(checks.map(({ repaired }) => repaired)),
  };
  const lag = status.lagSeconds === null ? {} : { 'lag (seconds)': status.lagSeconds };
  return Object.entries({ ...lag, ...figures }).map(([group, value]) => ({
    section: 'sync',
    group,
    period,
    value,
    disclosed: value,
  }));
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
