import { hitRate, meanReciprocalRank } from '../../learning/rankingMetrics.ts';
import type { SimilarTitle } from '../titles/titleSimilarity.ts';
import type { Career } from './career.ts';
import { contextAfter, contextsOf } from './careerContexts.ts';
import { componentsOf, mixtureProbabilities, type MixtureWeights } from './mixture.ts';
import { lookupIn, topMoves, type Transitions } from './transitions.ts';

/** Quality of a ranking of next titles. */
export interface NextTitleMetrics {
  /** Mean reciprocal rank of the title that came. */
  mrr: number;
  /** How often it was among the first ten. */
  recall10: number;
}

type TransitionMap = ReadonlyMap<string, Transitions>;

/** Measures the mixture on the moves of careers that are not among the transitions. */
export function evaluateMixture(
  holdout: readonly Career[],
  transitions: TransitionMap,
  weights: MixtureWeights,
  similarTitles: (key: string) => readonly SimilarTitle[],
): NextTitleMetrics {
  return evaluate(holdout, (career, next, last) => {
    const similar = similarTitles(last);
    const contexts = [
      ...contextsOf(career, next).map(({ id }) => id),
      ...similar.map(({ key }) => contextAfter(key)),
    ];
    const titles = new Set(contexts.flatMap((id) => topMoves(transitions.get(id))));
    for (const { key } of similar) titles.add(key);
    const components = componentsOf(career, next, lookupIn(transitions), similar);
    return [...mixtureProbabilities(components, weights, titles)]
      .sort((a, b) => b[1] - a[1])
      .map(([title]) => title);
  });
}

/** Measures the baseline: the most frequent moves from the current title, then the most popular titles. */
export function evaluateMarkovChain(
  holdout: readonly Career[],
  transitions: TransitionMap,
): NextTitleMetrics {
  return evaluate(holdout, (_career, _next, last) => [
    ...new Set([...topMoves(transitions.get(contextAfter(last))), ...topMoves(transitions.get('all'))]),
  ]);
}

/** @param rank titles for position number `next`, after the one with the key `last`, the likeliest first */
function evaluate(
  holdout: readonly Career[],
  rank: (career: Career, next: number, last: string) => string[],
): NextTitleMetrics {
  const ranks = holdout.flatMap((career) =>
    career.positions.flatMap(({ title }, next) => {
      const last = career.positions[next - 1];
      if (last === undefined) return [];
      const index = rank(career, next, last.title.key).indexOf(title.key);
      return index === -1 ? Infinity : index + 1;
    }),
  );
  return { mrr: meanReciprocalRank(ranks), recall10: hitRate(ranks, 10) };
}
