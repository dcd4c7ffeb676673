import { z } from 'zod';
import { personCardTags } from '../cards/index.ts';
import { addDays, weekStart } from '../learning/calendar.ts';
import { personTag } from '../platform/cache.ts';
import { campusDay } from '../platform/campusTime.ts';
import { callable } from '../platform/callable.ts';
import { freshnessFields } from '../platform/freshness.ts';
import { aboutSubject, readSubject, subjectInput } from '../platform/identity/subject.ts';
import { count, day, skillLevel } from '../platform/output.ts';
import { requireProfile } from '../sync/index.ts';
import { activityDifference, activityFields, activityTotals, type Activity } from './activityTotals.ts';
import { readDailyActivity, readPercentiles, type DailyActivity } from './queries/userActivity.ts';
import { readUserDocuments, type UserDocuments } from './queries/userDocuments.ts';
import { weekStreaks } from './weekStreaks.ts';
import { verification, withVerifiers } from './withVerifiers.ts';

const YEAR_DAYS = 365;

/** `month` and `change` compare the last thirty days with the thirty before. */
const MONTH_DAYS = 30;

const TREND_WEEKS = 26;

const input = z.strictObject({
  limit: z.int().min(1).max(50).default(10).describe('The most entries in `skills`, and in `categories`.'),
  userId: subjectInput,
});

const activity = activityFields(count);

const percentile = z
  .number()
  .min(0)
  .max(100)
  .nullable()
  .describe(
    'The percentage of active people who are less active, from 0 to 100; null before the first night, and for people who have become active for the first time since.',
  );

const week = z
  .strictObject({
    week: day.describe('Its Monday.'),
    percentile: percentile.describe('The same at the end of the week, or on the last day included.'),
    ...activity,
  })
  .meta({ id: 'ActivityWeek', description: 'What a person did in a week of the campus.' });

const change = z
  .strictObject({
    ...activityFields(z.int()),
    percentile: z
      .number()
      .min(-100)
      .max(100)
      .nullable()
      .describe('In percentage points; null if either is null.'),
  })
  .meta({ id: 'ActivityChange', description: 'Differences between two periods; negative for less.' });

const streaks = z
  .strictObject({
    current: count.describe('Up to this week, or up to last week if nothing has happened in this one yet.'),
    longest: count,
  })
  .meta({ id: 'ActivityStreaks', description: 'Weeks in a row with a post, an event or a connection.' });

const usedSkill = z
  .strictObject({
    name: z.string(),
    level: skillLevel.nullable().describe('The level that the person claims, 1 to 5; null if none.'),
    verified: verification.nullable(),
    posts: count.describe('Their posts of the last 365 days that name it.'),
    events: count.describe('Events about it that they attended in the last 365 days.'),
  })
  .meta({
    id: 'UsedSkill',
    description: 'A skill of the profile, or of posts and events in the last 365 days.',
  });

const category = z.strictObject({ name: z.string(), events: count, checkedIn: count }).meta({
  id: 'EventCategoryCount',
  description: 'How many events of a category a person attended, and at how many they were checked in.',
});

const output = z
  .strictObject({
    ...freshnessFields,
    through: day.describe('The last day included.'),
    percentile,
    trend: z.array(week).length(TREND_WEEKS).describe('The last 26 weeks, the oldest first.'),
    streaks,
    month: z
      .strictObject({ ...activity, percentile })
      .meta({ id: 'ActivityMonth', description: 'What a person did in the last 30 days.' }),
    change: change.describe('`month` less the 30 days before.'),
    year: z
      .strictObject(activity)
      .meta({ id: 'ActivityYear', description: 'What a person did in the last 365 days.' }),
    skills: z.array(usedSkill).describe('The most used first.'),
    events: z
      .strictObject({
        upcoming: count.describe('Events that they are going to and that are not over.'),
        categories: z.array(category).describe('Of the last 365 days, the most attended first.'),
      })
      .meta({ id: 'EventActivity' }),
  })
  .meta({ id: 'UserAnalytics' });

export type UserAnalytics = z.infer<typeof output>;

/** For signed-in users, and staff who ask about somebody: their activity and how it has changed. */
export const userAnalytics = callable({
  name: 'userAnalytics',
  description: `The caller’s own activity and how it has changed, or that of somebody whom the caller looks after.

Days and weeks are those of the campus; weeks start on Monday. Percentiles are as of \`asOf\`; everything else is counted now.`,
  input,
  output,
  errors: ['not-found', 'not-ready'],
  idempotent: true,
  cache: {
    seconds: 3600,
    tags: ({ skills }, { uid }, { userId = uid }) => {
      const verifiers = skills.flatMap(({ verified }) => verified?.by ?? []);
      return [
        ...[uid, userId, ...verifiers.map(({ id }) => id)].map(personTag),
        ...verifiers.flatMap(({ person }) => (person === null ? [] : personCardTags(person))),
      ];
    },
  },
  audit: aboutSubject,
  async handle(context, { limit, userId }) {
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
