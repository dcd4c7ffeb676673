import { z } from 'zod';
import { addDays, isoDate, weekStart } from '../learning/calendar.ts';
import { personTag } from '../platform/cache.ts';
import { callable } from '../platform/callable.ts';
import { DomainError } from '../platform/errors.ts';
import type { Sql } from '../platform/postgres.ts';
import { viewerOf } from './disclosure/disclosureViewer.ts';
import { activityDifference, activityTotals, type Activity } from './activityTotals.ts';
import { readDailyActivity, readPercentiles, type DailyActivity } from './queries/userActivity.ts';
import { readUserDocuments, type UserDocuments } from './queries/userDocuments.ts';
import { weekStreaks } from './weekStreaks.ts';

const YEAR_DAYS = 365;

/** `month` and `change` compare the last thirty days with the thirty before. */
const MONTH_DAYS = 30;

const TREND_WEEKS = 26;

const input = z.strictObject({ limit: z.int().min(1).max(50).default(10) });

/** The caller's own figures. Days and weeks are in UTC; weeks start on Monday. */
export interface UserAnalytics {
  /** When engagement was computed, as RFC 3339. Only `skills` and `upcoming` include later changes. */
  asOf: string;
  /** The last day included. */
  through: string;
  /** The share of the active people who are less active, from 0 to 100; see engagement/score/scoreFormula.ts. */
  percentile: number;
  /** The last 26 weeks: the activity, and the percentile at the week's end or on the last day. */
  trend: (Activity & { week: string; percentile: number })[];
  /** Consecutive weeks with a post, an event or a connection; the current streak may end with last week. */
  streaks: { current: number; longest: number };
  /** The last thirty days, and the difference from the thirty before. */
  month: Activity & { percentile: number };
  change: Activity & { percentile: number };
  /** The last 365 days. */
  year: Activity;
  /** Skills of the profile, and of posts and events in the last 365 days, most used first. */
  skills: UserDocuments['skills'];
  events: { upcoming: number; categories: UserDocuments['categories'] };
}

/** For signed-in users: their own activity and how it has changed. */
export const userAnalytics = callable({
  name: 'userAnalytics',
  allow: 'signed-in',
  input,
  cache: { seconds: 3600, tags: (_answer: UserAnalytics, { uid }) => [personTag(uid)] },
  async handle({ uid, caller, sql, now }, { limit }): Promise<UserAnalytics> {
    viewerOf(await caller());
    const { through, refreshedAt } = await readEngagementRefresh(sql);
    const last = new Date(through);
    const daysAgo = (days: number): string => isoDate(addDays(last, -days));
    const yearAgo = daysAgo(YEAR_DAYS);
    const monthAgo = daysAgo(MONTH_DAYS);
    const weeks = trendWeeks(last);
    const [days, percentiles, documents] = await Promise.all([
      readDailyActivity(sql, uid, { from: yearAgo, to: through }),
      readPercentiles(sql, uid, [...weeks.map(({ end }) => end), monthAgo]),
      readUserDocuments(sql, uid, now, isoDate(addDays(new Date(yearAgo), 1))),
    ]);
    const percentile = percentiles[TREND_WEEKS - 1] ?? 0;
    const totals = (after: string, to: string): Activity =>
      activityTotals(days, documents.reactions, after, to);
    const month = totals(monthAgo, through);
    return {
      asOf: refreshedAt.toISOString(),
      through,
      percentile,
      trend: weeks.map(({ monday, dayBefore, end }, index) => ({
        week: monday,
        percentile: percentiles[index] ?? 0,
        ...totals(dayBefore, end),
      })),
      streaks: weekStreaks(activeWeeks(days), weekStart(last)),
      month: { ...month, percentile },
      change: {
        ...activityDifference(month, totals(daysAgo(2 * MONTH_DAYS), monthAgo)),
        percentile: percentile - (percentiles[TREND_WEEKS] ?? 0),
      },
      year: totals(yearAgo, through),
      skills: mostUsedFirst(documents.skills).slice(0, limit),
      events: { upcoming: documents.upcoming, categories: documents.categories.slice(0, limit) },
    };
  },
});

async function readEngagementRefresh(sql: Sql): Promise<{ through: string; refreshedAt: Date }> {
  const [row] = await sql<{ through: string; refreshed_at: Date }[]>`
    select computed_through::text as through, refreshed_at from engagement_refresh`;
  if (row === undefined)
    throw new DomainError('not-ready', 'Insights have not been computed yet. Try again tomorrow.');
  return { through: row.through, refreshedAt: row.refreshed_at };
}

/** The weeks of the trend, oldest first; the last one ends on the last day included. */
function trendWeeks(last: Date): { monday: string; dayBefore: string; end: string }[] {
  const lastMonday = new Date(weekStart(last));
  return Array.from({ length: TREND_WEEKS }, (_, index) => {
    const monday = addDays(lastMonday, 7 * (index + 1 - TREND_WEEKS));
    const sunday = addDays(monday, 6);
    return {
      monday: isoDate(monday),
      dayBefore: isoDate(addDays(monday, -1)),
      end: isoDate(sunday < last ? sunday : last),
    };
  });
}

function activeWeeks(days: DailyActivity[]): string[] {
  return days
    .filter(({ posts, events, connections }) => posts + events + connections > 0)
    .map(({ date }) => weekStart(new Date(date)));
}

function mostUsedFirst(skills: UserDocuments['skills']): UserDocuments['skills'] {
  return skills.toSorted(
    (a, b) =>
      b.posts + b.events - a.posts - a.events ||
      (b.level ?? 0) - (a.level ?? 0) ||
      (a.name < b.name ? -1 : 1),
  );
}
