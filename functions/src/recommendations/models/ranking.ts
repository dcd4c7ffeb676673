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

/** The place of one among all, from 1; among equals, the middle of theirs. */
function place(scores: number[], index: number): number {
  const own = scores[index] ?? 0;
  const above = scores.filter((score) => score > own).length;
  const equal = scores.filter((score) => score === own).length;
  return above + (equal + 1) / 2;
}
