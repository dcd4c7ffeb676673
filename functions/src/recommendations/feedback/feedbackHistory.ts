import type { Sql } from '../../platform/postgres.ts';
import type { RecommendationType } from '../recommender.ts';

/** What somebody made of something that was recommended to them. */
export interface Judged {
  userId: string;
  targetId: string;
  /** How often, and when last. */
  shown: number;
  shownAt: Date | null;
  opened: number;
  acceptedAt: Date | null;
  dismissedAt: Date | null;
  /** What spoke for it, as the list said when it was last shown; null where it was in none. */
  signals: Record<string, number> | null;
}

/** Something that somebody opened or accepted when it was shown, and what they did not of what else was shown then. */
export interface Preferred {
  userId: string;
  at: Date;
  chosen: Judged;
  others: Judged[];
}

/** What was shown since then, the newest first: what a ranker can learn from. */
export async function readJudged(
  sql: Sql,
  type: RecommendationType,
  since: Date,
  most: number,
): Promise<Judged[]> {
  return sql<Judged[]>`
    select user_id as "userId", target_id as "targetId", shown, shown_at as "shownAt", opened,
      accepted_at as "acceptedAt", dismissed_at as "dismissedAt", signals
    from recommendation_feedback
    where type = ${type} and greatest(shown_at, opened_at, accepted_at, dismissed_at) >= ${since}
    order by greatest(shown_at, opened_at, accepted_at, dismissed_at) desc, user_id, target_id
    limit ${most}`;
}

/** What was preferred to what was shown to the same person within so many milliseconds. */
export function preferredOf(judged: readonly Judged[], within: number): Preferred[] {
  return [...Map.groupBy(judged, ({ userId }) => userId)].flatMap(([userId, own]) => {
    const shown = own.flatMap((one) => (one.shownAt === null ? [] : [{ one, at: one.shownAt }]));
    const liked = ({ opened, acceptedAt }: Judged): boolean => opened > 0 || acceptedAt !== null;
    return shown
      .filter(({ one }) => liked(one))
      .map(({ one, at }) => ({
        userId,
        at,
        chosen: one,
        others: shown
          .filter((other) => !liked(other.one) && Math.abs(other.at.getTime() - at.getTime()) <= within)
          .map((other) => other.one),
      }));
  });
}
