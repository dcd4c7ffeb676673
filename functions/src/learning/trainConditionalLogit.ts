import { logger } from '../platform/logger.ts';
import type { Sql } from '../platform/postgres.ts';
import type { Choice } from './choices.ts';
import { fitConditionalLogit } from './conditionalLogit.ts';
import type { Model } from './modelRegistry.ts';
import { isConvincing, metricsOfWeights } from './rankingMetrics.ts';

/** A choice from history, with the features that the model ranks by and those of a baseline ranking. */
export interface TrainingCase {
  choice: Choice;
  /** The same alternatives, with a single feature. */
  baseline: Choice;
}

/** A ranking by the weighted sum of features. */
export interface WeightedRanker<Parameters> {
  model: Model<Parameters>;
  weightsInUse: readonly number[];
  /** The weights that the fit shrinks towards. */
  priorWeights: readonly number[];
  /** Restricts fitted weights; by default they may have any value. */
  constrain?: (weights: readonly number[]) => number[];
  /** Converts weights to the parameters that are saved. */
  toParameters: (weights: readonly number[]) => Parameters;
}

/** The share of the cases, in order of time, that weights are fitted on; the rest is the holdout. */
const TRAINING_SHARE = 0.8;

/** With a smaller holdout, the version in use stays. */
const MIN_HOLDOUT = 50;

/** Penalty for moving away from the prior. Shrinking towards the weights in use instead would drift night by night. */
const RIDGE = 100;

/**
 * Trains a conditional logit on choices: fits it on the earlier ones and measures it on the later ones. It is adopted if
 * it ranks those better than the version in use, beyond chance.
 *
 * @param cases in order of time
 * @returns whether a version was adopted
 */
export async function trainConditionalLogit<Parameters>(
  sql: Sql,
  now: Date,
  cases: readonly TrainingCase[],
  { model, weightsInUse, priorWeights, constrain, toParameters }: WeightedRanker<Parameters>,
): Promise<boolean> {
  const cut = Math.floor(cases.length * TRAINING_SHARE);
  const training = cases.slice(0, cut).map(({ choice }) => choice);
  const holdout = cases.slice(cut);
  if (holdout.length < MIN_HOLDOUT) {
    logger.info('too little history to train a ranking', { model: model.name, cases: cases.length });
    return false;
  }
  const unconstrained = fitConditionalLogit(training, { prior: priorWeights, ridge: RIDGE });
  const weights = constrain?.(unconstrained) ?? unconstrained;

  const choices = holdout.map(({ choice }) => choice);
  const baselines = holdout.map(({ baseline }) => baseline);
  const metrics = metricsOfWeights(choices, weights);
  const inUse = metricsOfWeights(choices, weightsInUse);
  const isAdopted = metrics.mrr > inUse.mrr && isConvincing(choices, weights, weightsInUse);
  await model.save(sql, now, {
    parameters: toParameters(weights),
    metrics,
    baselineMetrics: { inUse, plain: metricsOfWeights(baselines, [1]) },
    cases: holdout.length,
    isAdopted,
  });
  return isAdopted;
}
