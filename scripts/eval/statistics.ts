import { quantileSorted, wilcoxonRankSum } from 'simple-statistics';
import { Random } from '../campus/random.ts';

export interface Scored {
  score: number;
  positive: boolean;
}

/** How often a positive scores more than a negative, ties counting half: the area under the ROC curve. */
export function auc(scored: Scored[]): number {
  const of = (positive: boolean): number[] =>
    scored.filter((one) => one.positive === positive).map(({ score }) => score);
  const positives = of(true);
  const negatives = of(false);
  // Mann and Whitney's U over the number of pairs.
  const u = wilcoxonRankSum(positives, negatives) - (positives.length * (positives.length + 1)) / 2;
  return u / (positives.length * negatives.length);
}

/**
 * The normalised discounted cumulative gain of the first `count` of a ranking (Järvelin and Kekäläinen, 2002): 1
 * when all that is relevant, or as much as there is room for, stands first.
 */
export function ndcg<Id>(ranking: Id[], relevant: Set<Id>, count: number): number {
  const worth = (place: number): number => 1 / Math.log2(place + 2);
  const sum = (gains: number[]): number => gains.reduce((all, gain) => all + gain, 0);
  const best = sum(Array.from({ length: Math.min(count, relevant.size) }, (_, place) => worth(place)));
  return sum(ranking.slice(0, count).map((id, place) => (relevant.has(id) ? worth(place) : 0))) / best;
}

/**
 * The interval that holds 95 % of a figure when the people it comes from are drawn again, with replacement.
 *
 * @param figure computes it for people drawn, given by their numbers
 */
export function bootstrap(
  people: number,
  figure: (drawn: number[]) => number,
  { samples = 500, seed = 1 } = {},
): [low: number, high: number] {
  const random = new Random(seed);
  const figures = Array.from({ length: samples }, () =>
    figure(Array.from({ length: people }, () => random.integer(0, people - 1))),
  ).sort((a, b) => a - b);
  return [quantileSorted(figures, 0.025), quantileSorted(figures, 0.975)];
}
