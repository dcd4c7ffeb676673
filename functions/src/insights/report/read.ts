import type { Sql } from '../../platform/postgres.ts';
import type { Figure, Report } from './make.ts';

/** Reads the report on a week, named by its Monday, or the last one; null when there is none. */
export async function readReport(sql: Sql, week: string | undefined): Promise<Report | null> {
  const [row] = await sql<{ week: string; made_at: Date; report: Figure[] }[]>`
    select week::text, made_at, report from platform_reports
    ${week === undefined ? sql`` : sql`where week = ${week}`}
    order by platform_reports.week desc limit 1`;
  return row === undefined ? null : { week: row.week, madeAt: row.made_at, figures: row.report };
}
