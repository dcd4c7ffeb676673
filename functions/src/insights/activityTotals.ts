import type { DailyActivity } from './queries/userActivity.ts';
import type { UserDocuments } from './queries/userDocuments.ts';

/** What a user did in a period, and the response to it. */
export interface Activity {
  posts: number;
  /** Events attended, as is known or claimed. */
  events: number;
  /** Of these, those at which the user was checked in. */
  eventsCheckedIn: number;
  connections: number;
  /** Profile views, one per viewer and day. */
  profileViews: number;
  /** Likes, comments and shares, to date, of the posts of the period. */
  reactions: number;
}

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
