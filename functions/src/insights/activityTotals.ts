import type { z } from 'zod';
import type { DailyActivity } from './queries/userActivity.ts';
import type { UserDocuments } from './queries/userDocuments.ts';

type ActivityKind = 'posts' | 'events' | 'eventsCheckedIn' | 'connections' | 'profileViews' | 'reactions';

/** The fields of what a user did in a period, and the response to it; each is a number of that kind. */
export function activityFields<Count extends z.ZodNumber>(number: Count): Record<ActivityKind, Count> {
  return {
    posts: number,
    events: number.describe('Events attended, whether known or claimed.'),
    eventsCheckedIn: number.describe('Those of them at which the person was checked in.'),
    connections: number,
    profileViews: number.describe('At most one for each viewer and day.'),
    reactions: number.describe(
      'Likes, comments and shares that the posts of the period have received to date.',
    ),
  };
}

export type Activity = Record<ActivityKind, number>;

/** Totals over the days after `after` and up to `to`. */
export function activityTotals(
  days: DailyActivity[],
  reactions: UserDocuments['reactions'],
  after: string,
  to: string,
): Activity {
  const isInPeriod = ({ date }: { date: string }): boolean => date > after && date <= to;
  const included = days.filter(isInPeriod);
  const sum = (count: (day: DailyActivity) => number): number =>
    included.reduce((total, day) => total + count(day), 0);
  return {
    posts: sum(({ posts }) => posts),
    events: sum(({ events }) => events),
    eventsCheckedIn: sum(({ eventsCheckedIn }) => eventsCheckedIn),
    connections: sum(({ connections }) => connections),
    profileViews: sum(({ profileViews }) => profileViews),
    reactions: reactions.filter(isInPeriod).reduce((total, post) => total + post.reactions, 0),
  };
}

export function activityDifference(now: Activity, before: Activity): Activity {
  return {
    posts: now.posts - before.posts,
    events: now.events - before.events,
    eventsCheckedIn: now.eventsCheckedIn - before.eventsCheckedIn,
    connections: now.connections - before.connections,
    profileViews: now.profileViews - before.profileViews,
    reactions: now.reactions - before.reactions,
  };
}
