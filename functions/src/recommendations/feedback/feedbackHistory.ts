import type { Sql } from '../../platform/postgres.ts';
import type { RecommendationType } from '../recommender.ts';

/** A user's feedback on one recommended item. */
export interface Feedback {
  userId: string;
  targetId: string;
  /** Impressions, and the last one. */
  shown: number;
  shownAt: Date | null;
  opened: number;
  acceptedAt: Date | null;
  dismissedAt: Date | null;
  /** The ranking signals when it was last shown; null if it was in no stored list. */
  signals: Record<string, number> | null;
}

/** An item that a user opened or accepted, and the items shown at about the same time that they did not. */
export interface Preference {
  userId: string;
  at: Date;
  chosen: Feedback;
  others: Feedback[];
}

/** Reads the most recent feedback since a time, newest first: what a ranking can learn from. */
export async function readFeedback(
  sql: Sql,
  type: RecommendationType,
  since: Date,
  limit: number,
): Promise<Feedback[]> {
  return sql<Feedback[]>`
    select user_id as "userId", target_id as "targetId", shown, shown_at as "shownAt", opened,
      accepted_at as "acceptedAt", dismissed_at as "dismissedAt", signals
    from recommendation_feedback
    where type = ${type} and greatest(shown_at, opened_at, accepted_at, dismissed_at) >= ${since}
    order by greatest(shown_at, opened_at, accepted_at, dismissed_at) desc, user_id, target_id
    limit ${limit}`;
}

/** What each user preferred to other items that they were shown within `windowMs` of it. */
export function preferencesOf(feedback: readonly Feedback[], windowMs: number): Preference[] {
  return [...Map.groupBy(feedback, ({ userId }) => userId)].flatMap(([userId, items]) => {
    const shown = items.flatMap((item) => (item.shownAt === null ? [] : [{ item, at: item.shownAt }]));
    const isLiked = ({ opened, acceptedAt }: Feedback): boolean => opened > 0 || acceptedAt !== null;
    return shown
      .filter(({ item }) => isLiked(item))
      .map(({ item, at }) => ({
        userId,
        at,
        chosen: item,
        others: shown
          .filter((other) => !isLiked(other.item) && Math.abs(other.at.getTime() - at.getTime()) <= windowMs)
          .map((other) => other.item),
      }));
  });
}
