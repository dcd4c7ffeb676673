import { heed, readOpinions } from '../feedback/opinions.ts';
import type { RankingContext, Recommendation, RecommendationType } from '../recommender.ts';
import { RECOMMENDERS } from '../recommenders.ts';
import { CLOSE, diversify, isCrowded } from './diversity.ts';

/** How many times more are ranked when some further down could reach the list. */
const DEEPER = 4;

/** Whoever dislikes so much that fewer than these are not enough gets a shorter list. */
const DEEPEST = 5000;

/**
 * What is recommended to the caller, the best first: the ranking of its type, as what they made of earlier
 * lists changes it, and with no group in more than a third of it (see diversity.ts) unless the candidates are
 * given. Ranks on until nothing further down can reach the list.
 *
 * @throws DomainError when there is no such person.
 */
export async function makeList(
  context: RankingContext,
  type: RecommendationType,
  limit: number,
): Promise<Recommendation[]> {
  const opinions = await readOpinions(context, type);
  if (context.among !== null) {
    const ranked = await RECOMMENDERS[type](context, context.among.length);
    return heed(ranked, opinions).slice(0, limit);
  }
  for (let depth = limit; ; depth *= DEEPER) {
    const ranked = await RECOMMENDERS[type](context, depth);
    const list = diversify(heed(ranked, opinions), limit);
    const seenAll = ranked.length < depth || depth >= DEEPEST;
    if (seenAll || (list.length === limit && lastOf(ranked) <= reach(list, limit))) return list;
  }
}

/** From which score on something could get into a list. */
function reach(list: Recommendation[], limit: number): number {
  return lastOf(list) * (isCrowded(list, limit) ? CLOSE : 1);
}

function lastOf(ranked: Recommendation[]): number {
  return ranked.at(-1)?.score ?? 0;
}
