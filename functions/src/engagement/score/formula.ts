/**
 * The engagement score says how active somebody is among those who are active: 80 is "more active than 80 % of
 * them". It keeps that meaning when the app grows, or when everybody does more.
 *
 * Everything that somebody does, or that others make of it, gives points on the day it belongs to. Points are
 * halved every two weeks. Who has done something themselves within the last eight weeks is active; their decayed
 * points are ranked, and the score is the share of the active who have less, counting half of those who have
 * (within 4 %) the same. Who is not active has a score of 0.
 *
 * Whether this is computed day by day, at once or again, and in whatever order the changes came, makes no
 * difference: it is a function of the documents as they are now, computed with the same additions in the same
 * order.
 */

/** Days until a point counts half. Two weeks: what one did this month counts, what one did last term does not. */
export const HALF_LIFE_DAYS = 14;

/** Days for which somebody counts as active who has done something: four half-lives, after which it counts a sixteenth. */
export const ACTIVE_DAYS = 4 * HALF_LIFE_DAYS;

/**
 * Points for what somebody does, by the time and resolve that it takes; and for what others do about it, which is
 * never as much: somebody whom everybody looks at and who does nothing is not engaged. What others do counts by
 * its logarithm, so that the first reaction counts most, and a post that goes round the world counts no more
 * than a good one.
 *
 * An action belongs to the day (UTC) of its own date: `attendedAt`, or else the beginning of the event, and
 * `createdAt` of a post. A connection that is accepted belongs to both, on the day of the request, since
 * Firestore knows no date of the acceptance: the document's last write is a date, but any later write would
 * move it. Likes, comments and shares have no dates either, and count on the day of their post.
 */
export const WEIGHTS = {
  /** Hours at a place. */
  eventAttended: 10,
  /** Something to show, and an hour to write about it. */
  postCreated: 8,
  /** A tap, but two people have to want it. */
  connectionMade: 4,
  /** Reactions to a post: times log2(1 + likes + 2 comments + 3 shares), up to the most. */
  reactions: { times: 1, like: 1, comment: 2, share: 3, most: 6 },
  /** Views of the profile on one day: times log2(1 + viewers), up to the most. */
  profileViews: { times: 1, most: 3 },
} as const;
