import { z } from 'zod';
import { personTag } from '../platform/cache.ts';
import { campusDay } from '../platform/campusTime.ts';
import { callable } from '../platform/callable.ts';
import type { Sql } from '../platform/postgres.ts';
import type { Freshness } from '../platform/freshness.ts';
import { addDays, weekStart } from '../learning/calendar.ts';
import { viewerOf, type Viewer } from './disclosure/disclosureViewer.ts';
import { countRoles } from './report/countFigures.ts';
import { toCsv } from './report/reportCsv.ts';
import { noReport, readWeeklyReport, type Figure, type WeeklyReport } from './report/weeklyReport.ts';

const input = z.strictObject({
  /** A Monday; defaults to the last week with a report. */
  week: z.iso
    .date()
    .regex(/^(19|20|21)/, 'must be a day, such as 2026-03-16')
    .optional(),
  /** Whether to include the figures as CSV. */
  csv: z.boolean().default(false),
});

type DisclosedFigure = Omit<Figure, 'disclosed'>;

/** `asOf` is when the report was made; later changes are not included. */
export interface PlatformReport extends Freshness {
  /** The week's Monday, such as 2026-03-09. */
  week: string;
  /** Whether counts are exact or protected by the rules of disclosureRules.ts. */
  exact: boolean;
  /** The figures that may be shown. */
  figures: DisclosedFigure[];
  /** For users who joined in a month, the share that was active in that month and each later one. */
  retention: {
    cohort: string;
    members: number;
    months: { month: string; active: number; share: number }[];
  }[];
  csv: string | null;
}

/** For faculty and administrators: the weekly report on active users, retention by cohort, and the sync. */
export const platformReport = callable({
  name: 'platformReport',
  input,
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
