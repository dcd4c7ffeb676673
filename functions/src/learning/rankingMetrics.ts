import { utility, type Choice } from './conditionalLogit.ts';

/** How far up rankings put what was chosen: from 0 to 1, the more the better. */
export interface RankingMetrics {
  /** The mean of 1 over the place (mean reciprocal rank). */
  mrr: number;
  /** How often it is first. */
  hit1: number;
}

/** Ranks the alternatives of each choice. @throws when there is no choice. */
export function rankingMetrics(
  choices: readonly Choice[],
  score: (features: Float64Array) => number,
): RankingMetrics {
  if (choices.length === 0) throw new Error('nothing was chosen, so nothing can be measured');
  const places = choices.map(({ alternatives, chosen }) => place(alternatives.map(score), chosen));
  const mean = (of: (place: number) => number): number =>
    places.reduce((sum, one) => sum + of(one), 0) / places.length;
  return { mrr: mean((one) => 1 / one), hit1: mean((one) => Number(one === 1)) };
}

/** {@link rankingMetrics} of the weighted sums of the features. */
export function metricsOf(choices: readonly Choice[], weights: readonly number[]): RankingMetrics {
  return rankingMetrics(choices, (features) => utility(features, weights));
}

/**
 * Whether some weights rank better than others beyond chance: by more than the standard error of the mean difference
 * of the reciprocal ranks, case by case.
 */
export function isConvincing(
  choices: readonly Choice[],
  weights: readonly number[],
  others: readonly number[],
): boolean {
  const ranks = (by: readonly number[]): number[] =>
    choices.map(
      ({ alternatives, chosen }) =>
        1 /
        place(
          alternatives.map((features) => utility(features, by)),
          chosen,
        ),
    );
  const before = ranks(others);
  const gains = ranks(weights).map((rank, index) => rank - (before[index] ?? 0));
  const mean = gains.reduce((sum, gain) => sum + gain, 0) / gains.length;
  const variance = gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0) / gains.length;
  return mean > Math.sqrt(variance / gains.length);
}

/** The place of one among all, from 1; among equals, the middle of theirs. */
function place(scores: number[], index: number): number {
  const own = scores[index] ?? 0;
  const above = scores.filter((score) => score > own).length;
  const equal = scores.filter((score) => score === own).length;
  return above + (equal + 1) / 2;
}
