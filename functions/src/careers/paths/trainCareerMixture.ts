import { evenSample } from '../../learning/evenSample.ts';
import type { SimilarTitle } from '../titles/titleSimilarity.ts';
import type { Career } from './career.ts';
import { evaluateMarkovChain, evaluateMixture, type NextTitleMetrics } from './evaluateCareerMixture.ts';
import { fitMixtureWeights, logLikelihood, type ComponentPrediction } from './fitMixtureWeights.ts';
import { componentsOf, DEFAULT_WEIGHTS, weightName, type MixtureWeights } from './mixture.ts';
import { countTransitions, lookupWithout, type Transitions } from './transitions.ts';

/** What the prediction of next titles is trained to use. */
export interface CareerParameters {
  weights: MixtureWeights;
  /** The age at which a move counts half, in years; null if age does not matter. */
  halfLifeYears: number | null;
}

export interface TrainedMixture {
  parameters: CareerParameters;
  /** On people it was not trained on. */
  metrics: NextTitleMetrics;
  /** Of a first-order Markov chain that falls back on popularity, on the same people. */
  baseline: NextTitleMetrics;
  cases: number;
}

/** The titles most similar to the one with this key. */
export type SimilarTitles = (key: string) => readonly SimilarTitle[];

const HALF_LIVES_YEARS = [null, 12, 5] as const;

/** One person in this many is held out. */
const HOLDOUT_EVERY = 5;

/** Moves needed to train on; the holdout needs its share of them. */
const MIN_MOVES = 50;

/** People used for training and holdout. */
const MAX_PEOPLE = 2500;

/**
 * Trains how much each kind of context predicts and how fast moves lose weight: maximises the likelihood of what each
 * person did given what all the others did. Measured on people held out.
 *
 * @returns null when there are too few moves
 */
export function trainCareerMixture(
  careers: readonly Career[],
  now: number,
  similarTitles: SimilarTitles,
): TrainedMixture | null {
  const sample = evenSample(careers, MAX_PEOPLE);
  const holdout = sample.filter((_, index) => index % HOLDOUT_EVERY === 0);
  const isHeldOut = new Set(holdout);
  const training = sample.filter((career) => !isHeldOut.has(career));
  if (countMoves(training) < MIN_MOVES || countMoves(holdout) < MIN_MOVES / HOLDOUT_EVERY) return null;

  const others = careers.filter((career) => !isHeldOut.has(career));
  const candidates = HALF_LIVES_YEARS.map((halfLifeYears) => {
    const transitions = countTransitions(others, now, halfLifeYears);
    const cases = training.flatMap((career) =>
      predictionsOf(career, transitions, { now, halfLifeYears, similarTitles }),
    );
    const weights = fitMixtureWeights(cases, DEFAULT_WEIGHTS);
    return {
      parameters: { weights, halfLifeYears },
      transitions,
      logLikelihood: logLikelihood(cases, weights),
      cases: cases.length,
    };
  });
  const best = candidates.reduce((a, b) => (b.logLikelihood > a.logLikelihood ? b : a));
  const { parameters, transitions, cases } = best;
  return {
    parameters,
    metrics: evaluateMixture(holdout, transitions, parameters.weights, similarTitles),
    baseline: evaluateMarkovChain(holdout, transitions),
    cases,
  };
}

/** The predictions of each component for each move of one career, from all the other careers. */
function predictionsOf(
  career: Career,
  transitions: ReadonlyMap<string, Transitions>,
  {
    now,
    halfLifeYears,
    similarTitles,
  }: { now: number; halfLifeYears: number | null; similarTitles: SimilarTitles },
): ComponentPrediction[][] {
  const lookup = lookupWithout(career, transitions, now, halfLifeYears);
  return career.positions.map(({ title }, next) => {
    const last = career.positions[next - 1];
    const similar = last === undefined ? [] : similarTitles(last.title.key);
    return componentsOf(career, next, lookup, similar).map((component) => ({
      name: weightName(component),
      probability: component.probabilityOf(title.key),
    }));
  });
}

function countMoves(careers: readonly Career[]): number {
  return careers.reduce((sum, { positions }) => sum + Math.max(0, positions.length - 1), 0);
}
