import { z } from 'zod';
import { personTag } from '../platform/cache.ts';
import { callable } from '../platform/callable.ts';
import { DomainError } from '../platform/errors.ts';
import { seen } from './disclosure/counts.ts';
import { viewerOf, type Viewer } from './disclosure/viewer.ts';
import { toCsv } from './report/csv.ts';
import type { Figure } from './report/make.ts';
import { readReport } from './report/read.ts';

const input = z.strictObject({
  /** A Monday; without one, the last week there is a report on. */
  week: z.iso.date().optional(),
  /** Whether the figures are wanted as CSV, too. */
  csv: z.boolean().default(false),
});

export interface PlatformReport {
  /** The Monday on which the week began, as 2026-03-09. */
  week: string;
  /** When the report was made, as RFC 3339: later changes are not in it. */
  asOf: string;
  /** Whether counts are exact; otherwise they are multiples of five, and of groups of at least five. */
  exact: boolean;
  /** What may be shown; see report/make.ts. */
  figures: Omit<Figure, 'shown'>[];
  /** Of those who joined in a month, the share that was active in it and in each month after. */
  retention: {
    cohort: string;
    members: number;
    months: { month: string; active: number; share: number }[];
  }[];
  csv: string | null;
}

/** The weekly report, for faculty and administrators: active users, retention by cohort, and the synchronisation. */
export const platformReport = callable({
  name: 'platformReport',
  allow: ['faculty', 'admin'],
  input,
  cache: { seconds: 3600, tags: (_answer: PlatformReport, { uid }) => [personTag(uid)] },
  async handle({ caller, sql }, { week, csv }): Promise<PlatformReport> {
    const viewer = viewerOf(await caller());
    const report = await readReport(sql, week);
    if (report === null)
      throw new DomainError(
        'not-found',
        week === undefined
          ? 'there is no report yet: the first is made on Monday'
          : 'there is no report on this week',
      );
    const figures = report.figures.flatMap((figure) => seenBy(viewer, figure));
    return {
      week: report.week,
      asOf: report.madeAt.toISOString(),
      exact: viewer.exact,
      figures,
      retention: retention(figures),
      csv: csv ? await toCsv(figures) : null,
    };
  },
});

function seenBy(viewer: Viewer, { shown, value, ...figure }: Figure): Omit<Figure, 'shown'>[] {
  const told = shown === null ? value : seen(viewer, value, shown);
  return told === null ? [] : [{ ...figure, value: told }];
}

function retention(figures: Omit<Figure, 'shown'>[]): PlatformReport['retention'] {
  const of = (section: string) => figures.filter((figure) => figure.section === section);
  const members = Map.groupBy(of('cohort members'), ({ group }) => group);
  const active = new Map(
    of('cohort active').map(({ group, period, value }) => [`${group} ${period}`, value]),
  );
  return [...members].map(([cohort, months]) => ({
    cohort,
    members: months.at(-1)?.value ?? 0,
    months: months.flatMap(({ period, value }) => {
      const count = active.get(`${cohort} ${period}`);
      return count === undefined ? [] : [{ month: period, active: count, share: Math.min(count / value, 1) }];
    }),
  }));
}
