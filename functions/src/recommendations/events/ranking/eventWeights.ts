import { z } from 'zod';
import { defineModel } from '../../../learning/modelRegistry.ts';
import { LEARNED } from './eventFeatures.ts';

export type Weights = Record<(typeof LEARNED)[number], number>;

const schema = z.strictObject(
  Object.fromEntries(LEARNED.map((name) => [name, z.number()])) as Record<keyof Weights, z.ZodNumber>,
);

/** Fitted on the first half of the public data that `npm run eval -- events` reads. */
export const DEFAULT_WEIGHTS: Weights = {
  text: 0.28,
  likeness: 0.29,
  crowdText: 1.36,
  crowd: 2.14,
  popularity: 0.88,
  newCategory: -1.92,
};

/**
 * What is known of a candidate only as it is today, and so cannot be learned from what came true: the history
 * does not keep who was going when. Its weights are the same everywhere:
 *
 * - `soon`: less the logarithm of 1 + the months until it begins;
 * - `skills`: the share of its skills that the student has;
 * - `department`: whether it is of the student's department;
 * - `friends`: the logarithm of 1 + how many of their connections are going;
 * - `going`: the logarithm of 1 + how many people are;
 * - `joined`: how alike it is to what the student is going to as well;
 * - `together`: what the student's events say for it, by who goes to both (the sum of the weights of EASE).
 */
export const GIVEN_WEIGHTS = {
  soon: 0.6,
  skills: 0.5,
  department: 0.5,
  friends: 1,
  going: 0.1,
  joined: 1,
  together: 20,
};

/** Of a student without past events, what the others go to together is nearly all that is known. */
export const TOGETHER_WITHOUT_PAST = 1000;

export type Given = Record<keyof typeof GIVEN_WEIGHTS, number>;

export const eventRankingModel = defineModel<Weights, Weights>({
  name: 'events',
  schema,
  defaults: DEFAULT_WEIGHTS,
});

/** In the order of the features. */
export function learnedRow(weights: Weights): number[] {
  return LEARNED.map((name) => weights[name]);
}

export function weightsOf(row: readonly number[]): Weights {
  return Object.fromEntries(LEARNED.map((name, k) => [name, row[k] ?? 0])) as Weights;
}
