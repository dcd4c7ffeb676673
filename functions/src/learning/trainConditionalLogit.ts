import { logger } from '../platform/logger.ts';
import type { Sql } from '../platform/postgres.ts';
import { fitConditionalLogit, type Choice } from './conditionalLogit.ts';
import { isConvincing, metricsOf } from './rankingMetrics.ts';
import { keepVersion } from './modelRegistry.ts';

/** Something that was chosen, with what the model looks at, and with what a plain ranking does. */
export interface Case {
  learned: Choice;
  plain: Choice;
}

/** A ranking by a weighted sum. */
export interface Learner {
  model: string;
  /** The weights in use, and those that the fit holds to. */
  used: readonly number[];
  prior: readonly number[];
  /** What weights may be; otherwise anything. */
  bounded?: (weights: readonly number[]) => number[];
  /** What is kept of weights. */
  parametersOf: (weights: readonly number[]) => Record<string, unknown>;
}

/** The share of the cases, in the order of time, that weights are fitted on; the others measure them. */
const EARLIER = 0.8;

/** With fewer to measure by, the version in use stays. */
const FEWEST_CASES = 50;

/** How firmly the weights hold to the prior: those in use would drift, night by night. */
const RIDGE = 100;

/**
 * Learns weights from what was chosen: fitted on the earlier part, measured on the later; adopted when better there
 * than the version in use, and by more than chance.
 *
 * @param cases in the order of time
 * @returns whether a version was adopted.
 */
export async function learnFrom(
  sql: Sql,
  now: Date,
  cases: readonly Case[],
  { model, used, prior, bounded = (weights) => [...weights], parametersOf }: Learner,
): Promise<boolean> {
  const cut = Math.floor(cases.length * EARLIER);
  const later = cases.slice(cut);
  if (later.length < FEWEST_CASES) {
    logger.info('too little history to learn a ranking from', { model, cases: cases.length });
    return false;
  }
  const fitted = bounded(
    fitConditionalLogit(
      cases.slice(0, cut).map(({ learned }) => learned),
      { prior, ridge: RIDGE },
    ),
  );
  const choices = later.map(({ learned }) => learned);
  return keepVersion(sql, now, {
    model,
    parameters: parametersOf(fitted),
    metrics: {
      fitted: metricsOf(choices, fitted),
      inUse: metricsOf(choices, used),
      plain: metricsOf(
        later.map(({ plain }) => plain),
        [1],
      ),
    },
    cases: later.length,
    convincing: isConvincing(choices, fitted, used),
  });
}
