import type { Choice } from './choices.ts';
import { utility } from './conditionalLogit.ts';

/** How high rankings place the right item, from 0 to 1. */
export interface RankingMetrics {
  /** Mean reciprocal rank. */
  mrr: number;
  /** Share of rankings with the right item first. */
  hit1: number;
}

/** {@link RankingMetrics} of ranks, which count from 1. @throws when there are none. */
export function metricsOfRanks(ranks: readonly number[]): RankingMetrics {
  return { mrr: meanReciprocalRank(ranks), hit1: hitRate(ranks, 1) };
}

/** {@link RankingMetrics} of what was chosen, with alternatives ranked by `score`. @throws when there are no choices. */
export function rankingMetrics(
  choices: readonly Choice[],
  score: (features: Float64Array) => number,
): RankingMetrics {
  return metricsOfRanks(ranksOf(choices, score));
}

/** {@link rankingMetrics} with alternatives ranked by the weighted sum of their features. */
export function metricsOfWeights(choices: readonly Choice[], weights: readonly number[]): RankingMetrics {
  return rankingMetrics(choices, (features) => utility(features, weights));
}

/** @param ranks from 1; infinity for an item that was not ranked. @throws when there are none. */
export function meanReciprocalRank(ranks: readonly number[]): number {
  assertNotEmpty(ranks);
  return ranks.reduce((sum, rank) => sum + 1 / rank, 0) / ranks.length;
}

/** The share of ranks up to `cutoff` (hit rate at k). @throws when there are none. */
export function hitRate(ranks: readonly number[], cutoff: number): number {
  assertNotEmpty(ranks);
  return ranks.filter((rank) => rank <= cutoff).length / ranks.length;
}

/**
 * Whether weights rank better than a baseline beyond chance: the mean difference of the reciprocal ranks, case by
 * case, exceeds its standard error.
 */
export function isConvincing(
  choices: readonly Choice[],
  weights: readonly number[],
  baseline: readonly number[],
): boolean {
  const reciprocalRanks = (by: readonly number[]): number[] =>
    ranksOf(choices, (features) => utility(features, by)).map((rank) => 1 / rank);
  const before = reciprocalRanks(baseline);
  const gains = reciprocalRanks(weights).map((rank, index) => rank - (before[index] ?? 0));
  const mean = gains.reduce((sum, gain) => sum + gain, 0) / gains.length;
  const variance = gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0) / gains.length;
  return mean > Math.sqrt(variance / gains.length);
}

function ranksOf(choices: readonly Choice[], score: (features: Float64Array) => number): number[] {
  return choices.map(({ alternatives, chosen }) => midrank(alternatives.map(score), chosen));
}

/** The rank of one score among all, from 1; ties share the mean of their ranks. */
function midrank(scores: number[], index: number): number {
  const own = scores[index] ?? 0;
  const above = scores.filter((score) => score > own).length;
  const equal = scores.filter((score) => score === own).length;
  return above + (equal + 1) / 2;
}

function assertNotEmpty(ranks: readonly number[]): void {
  if (ranks.length === 0) throw new Error('there are no rankings to measure');
}
