import { z } from 'zod';
import { personCardTags } from '../cards/index.ts';
import { addDays, weekStart } from '../learning/calendar.ts';
import { personTag } from '../platform/cache.ts';
import { campusDay } from '../platform/campusTime.ts';
import { callable } from '../platform/callable.ts';
import type { Freshness } from '../platform/freshness.ts';
import { aboutSubject, readSubject, subjectInput } from '../platform/identity/subject.ts';
import { requireProfile } from '../sync/index.ts';
import { activityDifference, activityTotals, type Activity } from './activityTotals.ts';
import { readDailyActivity, readPercentiles, type DailyActivity } from './queries/userActivity.ts';
import { readUserDocuments, type UserDocuments } from './queries/userDocuments.ts';
import { weekStreaks } from './weekStreaks.ts';
import { withVerifiers, type ShownSkill } from './withVerifiers.ts';

const YEAR_DAYS = 365;

/** `month` and `change` compare the last thirty days with the thirty before. */
const MONTH_DAYS = 30;

const TREND_WEEKS = 26;

const input = z.strictObject({ limit: z.int().min(1).max(50).default(10), userId: subjectInput });

/**
 * One person's figures. Days and weeks are those of the campus; weeks start on Monday. `asOf` is when percentiles
 * were computed; everything else is counted now. Percentiles are null until the person's activity has been ranked.
 */
export interface UserAnalytics extends Freshness {
  /** The last day included. */
  through: string;
  /** The share of the active people who are less active, from 0 to 100; see engagement/score/scoreFormula.ts. */
  percentile: number | null;
  /** The last 26 weeks: the activity, and the percentile at the week's end or on the last day. */
  trend: (Activity & { week: string; percentile: number | null })[];
  /** Consecutive weeks with a post, an event or a connection; the current streak may end with last week. */
  streaks: { current: number; longest: number };
  /** The last thirty days, and the difference from the thirty before. */
  month: Activity & { percentile: number | null };
  change: Activity & { percentile: number | null };
  /** The last 365 days. */
  year: Activity;
  /** Skills of the profile, and of posts and events in the last 365 days, most used first. */
  skills: ShownSkill[];
  events: { upcoming: number; categories: UserDocuments['categories'] };
}

/** For signed-in users, and staff who ask about somebody: their activity and how it has changed. */
export const userAnalytics = callable({
  name: 'userAnalytics',
  input,
  cache: {
    seconds: 3600,
    tags: ({ skills }: UserAnalytics, { uid }, { userId = uid }) => {
      const verifiers = skills.flatMap(({ verified }) => verified?.by ?? []);
      return [
        ...[uid, userId, ...verifiers.map(({ id }) => id)].map(personTag),
        ...verifiers.flatMap(({ person }) => (person === null ? [] : personCardTags(person))),
      ];
    },
  },
  audit: aboutSubject,
  async handle(context, { limit, userId }): Promise<UserAnalytics> {
    const { sql, now } = context;
    const subject = await readSubject(context, userId);
    await requireProfile(sql, subject);
    const through = campusDay(now);
    const daysAgo = (days: number): string => addDays(through, -days);
    const yearAgo = daysAgo(YEAR_DAYS);
    const monthAgo = daysAgo(MONTH_DAYS);
    const weeks = trendWeeks(through);
    const [days, percentiles, documents] = await Promise.all([
      readDailyActivity(sql, subject, { from: yearAgo, to: through }),
      readPercentiles(sql, subject, [...weeks.map(({ end }) => end), monthAgo]),
      readUserDocuments(sql, subject, now, addDays(yearAgo, 1)),
    ]);
    // A user who did nothing is never ranked, and has percentile 0.
    const isKnown = percentiles.computedAt !== null && (percentiles.values !== null || days.length === 0);
    const percentileAt = (place: number): number | null =>
      isKnown ? (percentiles.values?.[place] ?? 0) : null;
    const percentile = percentileAt(TREND_WEEKS - 1);
    const percentileBefore = percentileAt(TREND_WEEKS);
    const totals = (after: string, to: string): Activity =>
      activityTotals(days, documents.reactions, after, to);
    const month = totals(monthAgo, through);
    return {
      asOf: (percentiles.computedAt ?? now).toISOString(),
      missing: missingFrom(days, percentile),
      through,
      percentile,
      trend: weeks.map(({ monday, dayBefore, end }, index) => ({
        week: monday,
        percentile: percentileAt(index),
        ...totals(dayBefore, end),
      })),
      streaks: weekStreaks(activeWeeks(days), weekStart(through)),
      month: { ...month, percentile },
      change: {
        ...activityDifference(month, totals(daysAgo(2 * MONTH_DAYS), monthAgo)),
        percentile: percentile === null || percentileBefore === null ? null : percentile - percentileBefore,
      },
      year: totals(yearAgo, through),
      skills: await withVerifiers(sql, now, mostUsedFirst(documents.skills).slice(0, limit)),
      events: { upcoming: documents.upcoming, categories: documents.categories.slice(0, limit) },
    };
  },
});

function missingFrom(days: DailyActivity[], percentile: number | null): string | null {
  if (days.length === 0)
    return 'Nothing happened in the last year: post, join an event or connect with someone.';
  return percentile === null ? 'How your activity compares with others’ is computed overnight.' : null;
}

/** The weeks of the trend, oldest first; the last one ends on the last day included. */
function trendWeeks(last: string): { monday: string; dayBefore: string; end: string }[] {
  const lastMonday = weekStart(last);
  return Array.from({ length: TREND_WEEKS }, (_, index) => {
    const monday = addDays(lastMonday, 7 * (index + 1 - TREND_WEEKS));
    const sunday = addDays(monday, 6);
    return {
      monday,
      dayBefore: addDays(monday, -1),
      end: sunday < last ? sunday : last,
    };
  });
}

function activeWeeks(days: DailyActivity[]): string[] {
  return days
    .filter(({ posts, events, connections }) => posts + events + connections > 0)
    .map(({ date }) => weekStart(date));
}

function mostUsedFirst(skills: UserDocuments['skills']): UserDocuments['skills'] {
  return skills.toSorted(
    (a, b) =>
      b.posts + b.events - a.posts - a.events ||
      (b.level ?? 0) - (a.level ?? 0) ||
      (a.name < b.name ? -1 : 1),
  );
}
