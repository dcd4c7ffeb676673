import { z } from 'zod';
import { weekStart } from '../../learning/calendar.ts';
import { DomainError } from '../../platform/errors.ts';
import type { Sql } from '../../platform/postgres.ts';

const section = z
  .enum([
    'people',
    'joined',
    'active',
    'posted',
    'attended',
    'checked-in',
    'connected',
    'department members',
    'department active',
    'cohort members',
    'cohort active',
    'sync',
  ])
  .meta({ id: 'ReportSection', description: 'What a figure of the weekly report counts.' });

/** One line of a report as somebody sees it. */
export const reportFigure = z
  .strictObject({
    section,
    group: z
      .string()
      .describe(
        'Who is counted: a role, a department, the month of joining, or `everybody`; for `sync`, the name of the figure.',
      ),
    period: z.string().describe('The week’s Monday, such as `2026-03-09`, or the month, such as `2026-03`.'),
    value: z.number(),
  })
  .meta({ id: 'ReportFigure', description: 'One line of the weekly report.' });

/** One line of a report. */
export interface Figure extends z.infer<typeof reportFigure> {
  /** What others than administrators see: rounded if it counts people, and null if they may not see it. */
  disclosed: number | null;
}

/** A report as stored, with exact figures. */
export interface WeeklyReport {
  /** The week's Monday, such as 2026-03-09. */
  week: string;
  madeAt: Date;
  figures: Figure[];
}

/** The error for a week without a report; a day that is no Monday has none. */
export function noReport(week: string): DomainError {
  const monday = weekStart(week);
  const message =
    monday === week
      ? `There is no report on the week of ${week}.`
      : `Reports are named by the Monday of their week: ask for ${monday} instead of ${week}.`;
  return new DomainError('not-found', message);
}

/** The report on the week of a Monday, by default the latest; null if there is none. */
export async function readWeeklyReport(sql: Sql, week: string | undefined): Promise<WeeklyReport | null> {
  const [row] = await sql<{ week: string; made_at: Date; report: Figure[] }[]>`
    select week::text, made_at, report from platform_reports
    ${week === undefined ? sql`` : sql`where week = ${week}`}
    order by platform_reports.week desc limit 1`;
  return row === undefined ? null : { week: row.week, madeAt: row.made_at, figures: row.report };
}
