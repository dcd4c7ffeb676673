import { z } from 'zod';
import { personTag } from '../platform/cache.ts';
import { campusDay } from '../platform/campusTime.ts';
import { callable } from '../platform/callable.ts';
import type { Sql } from '../platform/postgres.ts';
import { freshnessFields } from '../platform/freshness.ts';
import { count, day, month, share } from '../platform/output.ts';
import { addDays, weekStart } from '../learning/calendar.ts';
import { exactCounts, viewerOf, type Viewer } from './disclosure/disclosureViewer.ts';
import { countRoles } from './report/countFigures.ts';
import { toCsv } from './report/reportCsv.ts';
import {
  noReport,
  readWeeklyReport,
  reportFigure,
  type Figure,
  type WeeklyReport,
} from './report/weeklyReport.ts';

const input = z.strictObject({
  week: z.iso
    .date()
    .regex(/^(19|20|21)/, 'must be a day, such as 2026-03-16')
    .optional()
    .describe('The Monday of the week; by default the latest week with a report.'),
  csv: z.boolean().default(false).describe('Whether to include the figures as CSV.'),
});

const cohortMonth = z
  .strictObject({ month, active: count, share: share.describe('The share of the cohort that was active.') })
  .meta({ id: 'CohortMonth' });

const cohort = z
  .strictObject({
    cohort: month.describe('The month in which these people joined.'),
    members: count,
    months: z
      .array(cohortMonth)
      .describe('The month in which they joined, and each later one that may be shown.'),
  })
  .meta({ id: 'CohortRetention', description: 'How many of those who joined in one month stay active.' });

const output = z
  .strictObject({
    ...freshnessFields,
    week: day.describe('The week’s Monday.'),
    exact: exactCounts,
    figures: z.array(reportFigure).describe('The figures that may be shown.'),
    retention: z.array(cohort).describe('By the month of joining.'),
    csv: z.string().nullable().describe('The figures as CSV (RFC 4180); null unless asked for.'),
  })
  .meta({ id: 'PlatformReport' });

type DisclosedFigure = z.infer<typeof reportFigure>;
export type PlatformReport = z.infer<typeof output>;

export const platformReport = callable({
  name: 'platformReport',
  description: `The weekly report: active users, retention by the month of joining, and the sync.

A report does not change after it was made, at \`asOf\`. Before the first one, \`figures\` are last week’s users by role. \`not-found\` if there is no report on the week asked for.`,
  input,
  output,
  errors: ['not-found'],
  idempotent: true,
  cache: { seconds: 3600, tags: (_answer: PlatformReport, { uid }) => [personTag(uid)] },
  audit: { subjects: () => [], detail: ({ week, csv }) => ({ week, csv }) },
  async handle({ reach, sql, now }, { week, csv }): Promise<PlatformReport> {
    const viewer = viewerOf({ reach });
    const made = await readWeeklyReport(sql, week);
    if (made === null && week !== undefined) throw noReport(week);
    const report = made ?? (await firstFigures(sql, now));
    const figures = report.figures.flatMap((figure) => discloseFigure(viewer, figure));
    return {
      week: report.week,
      asOf: report.madeAt.toISOString(),
      missing: made === null ? NO_REPORT : null,
      exact: viewer.exact,
      figures,
      retention: retentionByCohort(figures),
      csv: csv ? await toCsv(figures) : null,
    };
  },
});

const NO_REPORT = 'No report has been made yet; the first one adds activity, departments and retention.';

/** The figures until there is a report: last week's users by role. */
async function firstFigures(sql: Sql, now: Date): Promise<WeeklyReport> {
  const week = weekStart(addDays(campusDay(now), -7));
  return { week, madeAt: now, figures: await countRoles(sql, week, now) };
}

/** The figure as the viewer may see it, or nothing. */
function discloseFigure(viewer: Viewer, { value, disclosed, ...figure }: Figure): DisclosedFigure[] {
  const seen = viewer.exact ? value : disclosed;
  return seen === null ? [] : [{ ...figure, value: seen }];
}

function retentionByCohort(figures: DisclosedFigure[]): PlatformReport['retention'] {
  const ofSection = (section: string) => figures.filter((figure) => figure.section === section);
  const members = Map.groupBy(ofSection('cohort members'), ({ group }) => group);
  const activeCounts = new Map(
    ofSection('cohort active').map(({ group, period, value }) => [`${group} ${period}`, value]),
  );
  return [...members].map(([cohort, months]) => ({
    cohort,
    members: months.at(-1)?.value ?? 0,
    months: months.flatMap(({ period, value }) => {
      const active = activeCounts.get(`${cohort} ${period}`);
      return active === undefined ? [] : [{ month: period, active, share: Math.min(active / value, 1) }];
    }),
  }));
}
