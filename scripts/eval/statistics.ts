import { quantileSorted, wilcoxonRankSum } from 'simple-statistics';
import { Random } from '../campus/random.ts';

export interface Scored {
  score: number;
  positive: boolean;
}

/** Area under the ROC curve: how often a positive outscores a negative, ties counting half. */
export function auc(scored: Scored[]): number {
  const of = (positive: boolean): number[] =>
    scored.filter((one) => one.positive === positive).map(({ score }) => score);
  const positives = of(true);
  const negatives = of(false);
  // Mann-Whitney U divided by the number of pairs.
  const u = wilcoxonRankSum(positives, negatives) - (positives.length * (positives.length + 1)) / 2;
  return u / (positives.length * negatives.length);
}

/**
 * Normalised discounted cumulative gain of the first `count` results (Järvelin and Kekäläinen, 2002): 1 when the
 * relevant ones, or as many as fit, come first.
 */
export function ndcg<Id>(ranking: Id[], relevant: Set<Id>, count: number): number {
  const gain = (place: number): number => 1 / Math.log2(place + 2);
  const sum = (gains: number[]): number => gains.reduce((all, gain) => all + gain, 0);
  const best = sum(Array.from({ length: Math.min(count, relevant.size) }, (_, place) => gain(place)));
  return sum(ranking.slice(0, count).map((id, place) => (relevant.has(id) ? gain(place) : 0))) / best;
}

/**
 * 95 % bootstrap interval of a figure, resampling the people behind it with replacement.
 *
 * @param figure computes the figure for a sample, given as indexes of people
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
