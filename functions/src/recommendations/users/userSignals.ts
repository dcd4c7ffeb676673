import { z } from 'zod';
import { defineModel } from '../../learning/modelRegistry.ts';

/** What is known of somebody who may be recommended. */
export interface Signals {
  /** The score of similarStudents: meetings, crowd and talents. */
  similarity: number;
  /** The logarithm of 1 + the connections in common, since each further one says less. */
  common: number;
  /** 1 for somebody of the same department. */
  classmate: number;
}

/** What each signal adds to the logarithm of the odds that two people meet or connect. */
export type Weights = Signals;

const SIGNALS = ['similarity', 'common', 'classmate'] as const;

/**
 * Before there is feedback to learn from. Similarity leads, since it tells best who will meet (docs/figures.md); three
 * connections in common are worth as much as having met at two small events, a department in common as much as a
 * skill or two.
 */
export const DEFAULT_WEIGHTS: Weights = { similarity: 6, common: 1, classmate: 0.3 };

/** The odds for somebody of whom nothing speaks. */
const BASE = -4;

export const signalsSchema = z.strictObject({
  similarity: z.number(),
  common: z.number(),
  classmate: z.number(),
});

export const userRankingModel = defineModel<Weights, Weights>({
  name: 'users',
  schema: signalsSchema,
  defaults: DEFAULT_WEIGHTS,
});

/** In the order of {@link SIGNALS}. */
export function rowOf(signals: Signals): number[] {
  return SIGNALS.map((name) => signals[name]);
}

/**
 * Each between 0 and ten times the default: no signal speaks against somebody, and where one hardly varied in what was
 * shown, its weight is next to unknown.
 */
export function boundedRow(weights: readonly number[]): number[] {
  return SIGNALS.map((name, k) => Math.min(Math.max(weights[k] ?? 0, 0), 10 * DEFAULT_WEIGHTS[name]));
}

/** What each signal adds, for reasons. */
export function contributions(signals: Signals, weights: Weights): Signals {
  const [similarity = 0, common = 0, classmate = 0] = SIGNALS.map((name) => weights[name] * signals[name]);
  return { similarity, common, classmate };
}

/** From 0 to 1. */
export function likelihood(signals: Signals, weights: Weights): number {
  const { similarity, common, classmate } = contributions(signals, weights);
  return 1 / (1 + Math.exp(-(BASE + similarity + common + classmate)));
}
