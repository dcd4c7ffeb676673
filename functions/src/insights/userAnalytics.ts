import { z } from 'zod';
import { personTag } from '../platform/cache.ts';
import { callable } from '../platform/callable.ts';
import { DomainError } from '../platform/errors.ts';
import type { Sql } from '../platform/postgres.ts';
import { addDays, isoDate, weekStart } from '../learning/calendar.ts';
import { viewerOf } from './disclosure/viewer.ts';
import {
  readDays,
  readOwn,
  readScores,
  type ActiveDay,
  type Activity,
  type OwnDocuments,
} from './reading/own.ts';
import { streaks } from './reading/streaks.ts';

const YEAR_DAYS = 365;

/** What counts as a month here: the last thirty days against the thirty before. */
const MONTH_DAYS = 30;

const TREND_WEEKS = 26;

const input = z.strictObject({ limit: z.int().min(1).max(50).default(10) });

/** Somebody's own figures. Days and weeks are those of UTC; a week begins on Monday. */
export interface UserAnalytics {
  /** When engagement was computed, as RFC 3339; what was done since then is not in it, but in `skills` and `upcoming`. */
  asOf: string;
  /** The last day in the figures. */
  through: string;
  /** The share of the active people who are less active, from 0 to 100; see engagement/score/scoreFormula.ts. */
  percentile: number;
  /** For the last 26 weeks: the percentile at the end of the week, or on the last day, and what was done in it. */
  trend: (Activity & { week: string; percentile: number })[];
  /** Weeks in a row with a post, an event or a connection; the current row may end with the last week. */
  streaks: { current: number; longest: number };
  /** The last thirty days, and what changed since the thirty before. */
  month: Activity & { percentile: number };
  change: Activity & { percentile: number };
  /** The last 365 days. */
  year: Activity;
  /** Skills of the profile, the posts and the events of the last 365 days, the most used first. */
  skills: OwnDocuments['skills'];
  events: { upcoming: number; categories: OwnDocuments['categories'] };
}

/** For everybody who is signed in: how active they are, whom they reach, and what has changed. */
export const userAnalytics = callable({
  name: 'userAnalytics',
  allow: 'signed-in',
  input,
  cache: { seconds: 3600, tags: (_answer: UserAnalytics, { uid }) => [personTag(uid)] },
  async handle({ uid, caller, sql, now }, { limit }): Promise<UserAnalytics> {
    viewerOf(await caller());
    const { through, refreshedAt } = await readRefresh(sql);
    const last = new Date(through);
    const start = isoDate(addDays(last, -YEAR_DAYS));
    const monday = new Date(weekStart(last));
    const weeks = Array.from({ length: TREND_WEEKS }, (_, index) =>
      isoDate(addDays(monday, 7 * (index + 1 - TREND_WEEKS))),
    );
    const ends = weeks.map((week) => [isoDate(addDays(new Date(week), 6)), through].sort()[0] ?? through);
    const monthAgo = isoDate(addDays(last, -MONTH_DAYS));
    const [days, scores, own] = await Promise.all([
      readDays(sql, uid, { from: start, to: through }),
      readScores(sql, uid, [...ends, monthAgo]),
      readOwn(sql, uid, now, isoDate(addDays(new Date(start), 1))),
    ]);
    const percentile = scores[TREND_WEEKS - 1] ?? 0;
    const sumOf = (after: string, to: string): Activity => total(days, own, after, to);
    const month = sumOf(monthAgo, through);
    const before = sumOf(isoDate(addDays(last, -2 * MONTH_DAYS)), monthAgo);
    return {
      asOf: refreshedAt.toISOString(),
      through,
      percentile,
      trend: weeks.map((week, index) => {
        const done = sumOf(isoDate(addDays(new Date(week), -1)), ends[index] ?? through);
        return { week, percentile: scores[index] ?? 0, ...done };
      }),
      streaks: streaks(
        days
          .filter((day) => day.posts + day.events + day.connections > 0)
          .map(({ date }) => weekStart(new Date(date))),
        weekStart(last),
      ),
      month: { ...month, percentile },
      change: { ...difference(month, before), percentile: percentile - (scores[TREND_WEEKS] ?? 0) },
      year: sumOf(start, through),
      skills: own.skills
        .sort(
          (a, b) =>
            b.posts + b.events - a.posts - a.events ||
            (b.level ?? 0) - (a.level ?? 0) ||
            (a.name < b.name ? -1 : 1),
        )
        .slice(0, limit),
      events: { upcoming: own.upcoming, categories: own.categories.slice(0, limit) },
    };
  },
});

async function readRefresh(sql: Sql): Promise<{ through: string; refreshedAt: Date }> {
  const [row] = await sql<{ through: string; refreshed_at: Date }[]>`
    select computed_through::text as through, refreshed_at from engagement_refresh`;
  if (row === undefined)
    throw new DomainError('not-ready', 'nothing has been counted yet: try again tomorrow');
  return { through: row.through, refreshedAt: row.refreshed_at };
}

/** Of the days after one and up to another. */
function total(days: ActiveDay[], own: OwnDocuments, after: string, to: string): Activity {
  const within = days.filter(({ date }) => date > after && date <= to);
  const sum = (of: (day: ActiveDay) => number): number => within.reduce((all, day) => all + of(day), 0);
  return {
    posts: sum(({ posts }) => posts),
    events: sum(({ events }) => events),
    connections: sum(({ connections }) => connections),
    profileViews: sum(({ profileViews }) => profileViews),
    reactions: own.reactions
      .filter(({ date }) => date > after && date <= to)
      .reduce((all, { reactions }) => all + reactions, 0),
  };
}

function difference(now: Activity, before: Activity): Activity {
  return {
    posts: now.posts - before.posts,
    events: now.events - before.events,
    connections: now.connections - before.connections,
    profileViews: now.profileViews - before.profileViews,
    reactions: now.reactions - before.reactions,
  };
}
