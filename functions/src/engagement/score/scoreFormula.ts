/**
 * The engagement score of a user is their percentile rank among active users: 80 means more active than 80 % of them. It
 * keeps that meaning when the app grows, or when everyone does more.
 *
 * Everything a user does, and every reaction of others, gives points on the day it belongs to. Points decay with a
 * half-life of two weeks. A user is active for eight weeks after their last own action; active users are ranked by their
 * decayed points, with half of those at the same level (within 4 %) counted as below. Inactive users score 0.
 *
 * The score is a function of the current documents: computing it day by day, at once or again, whatever the order in
 * which changes arrived, performs the same additions in the same order and gives the same bits.
 */

/** Days after which a point counts half: what happened this month counts, what happened last term hardly does. */
export const HALF_LIFE_DAYS = 14;

/** Days for which a user stays active after an action: four half-lives, after which a point counts a sixteenth. */
export const ACTIVE_DAYS = 4 * HALF_LIFE_DAYS;

/**
 * Points for a user's actions, by the time and resolve they take, and for reactions of others, which never give as many:
 * a user whom everyone looks at but who does nothing is not engaged. Reactions count by their logarithm, so that the
 * first counts most and a viral post gives no more than a good one.
 *
 * An action belongs to the campus day of its own date: `attendedAt`, or else the start of the event, and `createdAt` of
 * a post. An accepted connection belongs to both users, on the day of the request: Firestore has no date of acceptance,
 * and the document's update time would change with any later write. Likes, comments and shares have no dates either, and
 * count on the day of their post.
 */
export const WEIGHTS = {
  /** Hours spent at a place. */
  eventAttended: 10,
  /** Something to show, and an hour to write about it. */
  postCreated: 8,
  /** A tap, but two people have to want it. */
  connectionMade: 4,
  /** Reactions to a post: `times` log2(1 + likes + 2 comments + 3 shares), up to `most`. */
  reactions: { times: 1, like: 1, comment: 2, share: 3, most: 6 },
  /** Views of the profile on one day: `times` log2(1 + viewers), up to `most`. */
  profileViews: { times: 1, most: 3 },
} as const;
