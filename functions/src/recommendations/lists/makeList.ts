import { applyFeedback, summariseFeedback } from '../feedback/applyFeedback.ts';
import type { RankingContext, Recommendation, RecommendationType } from '../recommender.ts';
import { RECOMMENDERS } from '../recommenderOfType.ts';
import { canImprove, diversify } from './diversify.ts';

/** How many times deeper to rank when something further down could reach the list. */
const DEEPENING = 4;

/** A student who dismissed so much that this many are not enough gets a shorter list. */
const MAX_DEPTH = 5000;

/** A new list, and when the nightly statistics or model behind it were made; null before the first night. */
export interface NewList {
  asOf: Date | null;
  /** The best first. */
  list: Recommendation[];
}

/**
 * Makes a list for the caller: the ranking of its type after their feedback, diversified. Ranks deeper until nothing
 * further down can reach the list.
 *
 * @throws DomainError `not-found` when the caller has no profile.
 */
export async function makeList(
  context: RankingContext,
  type: RecommendationType,
  limit: number,
): Promise<NewList> {
  const feedback = await summariseFeedback(context, type);
  const { asOf, take } = await RECOMMENDERS[type](context, null);
  for (let depth = limit; ; depth *= DEEPENING) {
    const ranked = await take(depth);
    const list = diversify(applyFeedback(ranked, feedback), limit);
    const isExhausted = ranked.length < depth || depth >= MAX_DEPTH;
    if (isExhausted || !canImprove(list, limit, ranked.at(-1)?.score ?? 0)) return { asOf, list };
  }
}

/** The best `limit` of a list that was made for more places. */
export function shortenList<Listed extends Pick<Recommendation, 'score' | 'group'>>(
  list: readonly Listed[],
  limit: number,
): Listed[] {
  return diversify(list, limit);
}

/**
 * Ranks named candidates for the caller after their feedback, without diversification: for measuring rankings. Past
 * events are ranked, too.
 *
 * @throws DomainError `not-found` when the caller has no profile.
 */
export async function rankCandidates(
  context: RankingContext,
  type: RecommendationType,
  candidates: readonly string[],
): Promise<Recommendation[]> {
  const feedback = await summariseFeedback(context, type);
  const { take } = await RECOMMENDERS[type](context, candidates);
  return applyFeedback(await take(candidates.length), feedback);
}
