import { z } from 'zod';
import { defineModel } from '../../learning/modelRegistry.ts';

const SIGNALS = ['similarity', 'mutualConnections', 'sameDepartment'] as const;

/** What speaks for recommending a person. */
export interface UserSignals {
  /** The score of similarStudents. */
  similarity: number;
  /** The logarithm of 1 + the mutual connections, since each further one says less. */
  mutualConnections: number;
  /** 1 for a person of the same department. */
  sameDepartment: number;
}

/** What each signal adds to the log-odds that two people meet or connect. */
export type UserWeights = UserSignals;

/**
 * Used until there is feedback to learn from. Similarity leads, since it tells best who will meet (docs/figures.md);
 * three mutual connections are worth as much as having met at two small events, a shared department as much as a skill
 * or two.
 */
export const DEFAULT_WEIGHTS: UserWeights = { similarity: 6, mutualConnections: 1, sameDepartment: 0.3 };

/** Weights may exceed the default by this factor. */
const MAX_GROWTH = 10;

/** The log-odds for a person without any signal. */
const INTERCEPT = -4;

export const signalsSchema = z.strictObject({
  similarity: z.number(),
  mutualConnections: z.number(),
  sameDepartment: z.number(),
});

export const userRankingModel = defineModel<UserWeights, UserWeights>({
  name: 'users',
  schema: signalsSchema,
  defaults: DEFAULT_WEIGHTS,
});

/** The signals in a fixed order, for training. */
export function signalsToRow(signals: UserSignals): number[] {
  return SIGNALS.map((name) => signals[name]);
}

export function rowToWeights(row: readonly number[]): UserWeights {
  const [similarity = 0, mutualConnections = 0, sameDepartment = 0] = row;
  return { similarity, mutualConnections, sameDepartment };
}

/**
 * Keeps each weight between 0 and ten times its default: no signal speaks against a person, and a signal that hardly
 * varied in what was shown leaves its weight nearly undetermined.
 */
export function constrainWeights(row: readonly number[]): number[] {
  return SIGNALS.map((name, k) => Math.min(Math.max(row[k] ?? 0, 0), MAX_GROWTH * DEFAULT_WEIGHTS[name]));
}

/** What each signal adds to the log-odds. */
export function contributionsOf(signals: UserSignals, weights: UserWeights): UserSignals {
  return rowToWeights(SIGNALS.map((name) => weights[name] * signals[name]));
}

/** The probability, from 0 to 1. */
export function likelihoodOf(signals: UserSignals, weights: UserWeights): number {
  const { similarity, mutualConnections, sameDepartment } = contributionsOf(signals, weights);
  return 1 / (1 + Math.exp(-(INTERCEPT + similarity + mutualConnections + sameDepartment)));
}
