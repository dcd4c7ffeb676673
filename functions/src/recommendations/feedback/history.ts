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
      accepted_at as "acceptedAt", dismissed_at as "dismissedAt"
    from recommendation_feedback
    where type = ${type} and greatest(shown_at, opened_at, accepted_at, dismissed_at) >= ${since}
    order by greatest(shown_at, opened_at, accepted_at, dismissed_at) desc, user_id, target_id
    limit ${most}`;
}
