import { solve } from './cholesky.ts';
import { packChoices, standardDeviations, type Choice, type PackedChoices } from './choices.ts';

const MAX_STEPS = 30;

/** Stops when a step improves the objective by no more than this. */
const TOLERANCE = 1e-9;

/** The smallest fraction of a Newton step that the line search tries. */
const MIN_STEP = 1e-6;

/**
 * Fits the weights of a conditional logit (McFadden, 1974): the probability of choosing an alternative is proportional
 * to the exponential of the weighted sum of its features.
 *
 * Maximises the log-likelihood less `ridge / 2` times the squared distance to `prior`, with each feature in units of its
 * standard deviation, so that a feature the choices say little about stays at its prior. The objective is concave;
 * Newton's method finds its maximum.
 */
export function fitConditionalLogit(
  choices: readonly Choice[],
  { prior, ridge }: { prior: readonly number[]; ridge: number },
): number[] {
  const deviations = standardDeviations(choices, prior.length);
  const packed = packChoices(choices, deviations);
  const start = Float64Array.from(prior, (weight, k) => weight * at(deviations, k));
  let weights: Float64Array = start;
  let value = objective(packed, weights, start, ridge);
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const direction = newtonStep(packed, weights, start, ridge);
    const [next, nextValue] = stepUphill(weights, direction, (end) => objective(packed, end, start, ridge));
    const gain = nextValue - value;
    if (gain >= 0) [weights, value] = [next, nextValue];
    if (gain <= TOLERANCE) break;
  }
  return prior.map((weight, k) => (at(deviations, k) > 0 ? at(weights, k) / at(deviations, k) : weight));
}

/** The weighted sum of an alternative's features. */
export function utility(features: Float64Array, weights: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < features.length; k += 1) sum += at(features, k) * at(weights, k);
  return sum;
}

/** Backtracking line search: tries the whole step, then half of it, until the objective does not decrease. */
function stepUphill(
  from: Float64Array,
  direction: Float64Array,
  objectiveAt: (weights: Float64Array) => number,
): [end: Float64Array, value: number] {
  const before = objectiveAt(from);
  for (let fraction = 1; fraction > MIN_STEP; fraction /= 2) {
    const end = from.map((weight, k) => weight + fraction * at(direction, k));
    const after = objectiveAt(end);
    if (after >= before) return [end, after];
  }
  return [from, before];
}

function objective(
  choices: PackedChoices,
  weights: Float64Array,
  prior: Float64Array,
  ridge: number,
): number {
  let logLikelihood = 0;
  for (const [choice, chosen] of choices.chosen.entries()) {
    logLikelihood += Math.log(at(probabilities(choices, choice, weights), chosen) + Number.MIN_VALUE);
  }
  return weights.reduce(
    (value, weight, k) => value - (ridge / 2) * (weight - at(prior, k)) ** 2,
    logLikelihood,
  );
}

/** The probability of each alternative of a choice (softmax). */
function probabilities({ starts, rows }: PackedChoices, choice: number, weights: Float64Array): Float64Array {
  const size = weights.length;
  const result = new Float64Array(at(starts, choice + 1) - at(starts, choice));
  let largest = -Infinity;
  for (let index = 0; index < result.length; index += 1) {
    const row = (at(starts, choice) + index) * size;
    let score = 0;
    for (let k = 0; k < size; k += 1) score += at(rows, row + k) * at(weights, k);
    result[index] = score;
    if (score > largest) largest = score;
  }
  let total = 0;
  for (let index = 0; index < result.length; index += 1) {
    const exponential = Math.exp(at(result, index) - largest);
    result[index] = exponential;
    total += exponential;
  }
  for (let index = 0; index < result.length; index += 1) result[index] = at(result, index) / total;
  return result;
}

/** The inverse of the negative Hessian times the gradient; only the lower triangle of the former is filled in. */
function newtonStep(
  choices: PackedChoices,
  weights: Float64Array,
  prior: Float64Array,
  ridge: number,
): Float64Array {
  const size = weights.length;
  const { starts, rows } = choices;
  const gradient = weights.map((weight, k) => -ridge * (weight - at(prior, k)));
  const information = new Float64Array(size * size);
  for (let k = 0; k < size; k += 1) information[k * size + k] = ridge;
  const expected = new Float64Array(size);
  for (const [choice, chosen] of choices.chosen.entries()) {
    const predicted = probabilities(choices, choice, weights);
    const first = at(starts, choice) * size;
    expected.fill(0);
    for (let index = 0; index < predicted.length; index += 1) {
      for (let k = 0; k < size; k += 1) {
        const contribution = at(predicted, index) * at(rows, first + index * size + k);
        expected[k] = at(expected, k) + contribution;
        addTo(information, k * size, rows, first + index * size, contribution, k);
      }
    }
    for (let k = 0; k < size; k += 1) {
      gradient[k] = at(gradient, k) + at(rows, first + chosen * size + k) - at(expected, k);
      addTo(information, k * size, expected, 0, -at(expected, k), k);
    }
  }
  return solve(information, gradient);
}

/** Adds `factor` times the vector at `from` to the sums at `to`, up to and including component `last`. */
function addTo(
  sums: Float64Array,
  to: number,
  vectors: Float64Array,
  from: number,
  factor: number,
  last: number,
): void {
  for (let l = 0; l <= last; l += 1) sums[to + l] = at(sums, to + l) + factor * at(vectors, from + l);
}

function at(row: ArrayLike<number> | undefined, index: number): number {
  return row?.[index] ?? 0;
}
