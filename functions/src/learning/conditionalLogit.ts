import { solve } from './cholesky.ts';

/** Alternatives that somebody had, each with its features, and which of them they chose. */
export interface Choice {
  alternatives: Float64Array[];
  chosen: number;
}

/** Choices as they are computed with. */
interface LaidOut {
  /** The features of all alternatives, row by row. */
  rows: Float64Array;
  /** In which row the alternatives of each choice begin, and where the last ones end. */
  starts: Int32Array;
  /** Which of its alternatives was chosen. */
  chosen: Int32Array;
}

const MAX_STEPS = 30;

/** The search ends when a step gains no more log-likelihood than this. */
const CLOSE = 1e-9;

/** Of a step that goes too far, the shortest part that is tried. */
const SHORTEST = 1e-6;

/** A feature that is nearly the same everywhere says nothing, and keeps its prior. */
const FLAT = 1e-9;

/**
 * The weights of a conditional logit (McFadden, 1974): how likely an alternative is chosen goes with the
 * exponential of the weighted sum of its features. They maximise the likelihood of the choices, less `ridge`
 * halves of the squared distance to `prior`, with each feature measured in its standard deviations: so a
 * feature of which the choices say little stays where it was. By Newton's method; the function is concave, and
 * so has one maximum.
 */
export function fitConditionalLogit(
  choices: readonly Choice[],
  { prior, ridge }: { prior: readonly number[]; ridge: number },
): number[] {
  const deviations = standardDeviations(choices, prior.length);
  const scaled = laidOut(choices, deviations);
  const start = Float64Array.from(prior, (weight, k) => weight * at(deviations, k));
  let weights: Float64Array = start;
  let value = objective(scaled, weights, start, ridge);
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const direction = newtonStep(scaled, weights, start, ridge);
    const [next, nextValue] = stepUphill(weights, direction, (end) => objective(scaled, end, start, ridge));
    const gained = nextValue - value;
    if (gained >= 0) [weights, value] = [next, nextValue];
    if (gained <= CLOSE) break;
  }
  return prior.map((weight, k) => (at(deviations, k) > 0 ? at(weights, k) / at(deviations, k) : weight));
}

/** The weighted sum of features. */
export function utility(features: Float64Array, weights: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < features.length; k += 1) sum += at(features, k) * at(weights, k);
  return sum;
}

/** The end of the step, or of its half, its quarter … : of the first that does not lead downhill. */
function stepUphill(
  from: Float64Array,
  direction: Float64Array,
  value: (at: Float64Array) => number,
): [end: Float64Array, value: number] {
  const before = value(from);
  for (let share = 1; share > SHORTEST; share /= 2) {
    const end = from.map((weight, k) => weight + share * at(direction, k));
    const after = value(end);
    if (after >= before) return [end, after];
  }
  return [from, before];
}

function objective(choices: LaidOut, weights: Float64Array, prior: Float64Array, ridge: number): number {
  let sum = 0;
  for (const [choice, chosen] of choices.chosen.entries()) {
    sum += Math.log(at(probabilities(choices, choice, weights), chosen) + Number.MIN_VALUE);
  }
  return weights.reduce((left, weight, k) => left - (ridge / 2) * (weight - at(prior, k)) ** 2, sum);
}

/** How likely each alternative of a choice is. */
function probabilities({ starts, rows }: LaidOut, choice: number, weights: Float64Array): Float64Array {
  const size = weights.length;
  const odds = new Float64Array(at(starts, choice + 1) - at(starts, choice));
  let largest = -Infinity;
  for (let index = 0; index < odds.length; index += 1) {
    const row = (at(starts, choice) + index) * size;
    let own = 0;
    for (let k = 0; k < size; k += 1) own += at(rows, row + k) * at(weights, k);
    odds[index] = own;
    if (own > largest) largest = own;
  }
  let total = 0;
  for (let index = 0; index < odds.length; index += 1) {
    const own = Math.exp(at(odds, index) - largest);
    odds[index] = own;
    total += own;
  }
  for (let index = 0; index < odds.length; index += 1) odds[index] = at(odds, index) / total;
  return odds;
}

/** The gradient over the curvature, of which the lower triangle is enough. */
function newtonStep(
  choices: LaidOut,
  weights: Float64Array,
  prior: Float64Array,
  ridge: number,
): Float64Array {
  const size = weights.length;
  const { starts, rows } = choices;
  const gradient = weights.map((weight, k) => -ridge * (weight - at(prior, k)));
  const curvature = new Float64Array(size * size);
  for (let k = 0; k < size; k += 1) curvature[k * size + k] = ridge;
  const expected = new Float64Array(size);
  for (const [choice, chosen] of choices.chosen.entries()) {
    const likely = probabilities(choices, choice, weights);
    const first = at(starts, choice) * size;
    expected.fill(0);
    for (let index = 0; index < likely.length; index += 1) {
      for (let k = 0; k < size; k += 1) {
        const share = at(likely, index) * at(rows, first + index * size + k);
        expected[k] = at(expected, k) + share;
        addTo(curvature, k * size, rows, first + index * size, share, k);
      }
    }
    for (let k = 0; k < size; k += 1) {
      gradient[k] = at(gradient, k) + at(rows, first + chosen * size + k) - at(expected, k);
      addTo(curvature, k * size, expected, 0, -at(expected, k), k);
    }
  }
  return solve(curvature, gradient);
}

/** Adds so many times the vector that begins at `from` to the one at `to`, up to its place `last`. */
function addTo(
  sums: Float64Array,
  to: number,
  vectors: Float64Array,
  from: number,
  times: number,
  last: number,
): void {
  for (let l = 0; l <= last; l += 1) sums[to + l] = at(sums, to + l) + times * at(vectors, from + l);
}

/** Of each feature over all alternatives; 0 where it is flat. */
function standardDeviations(choices: readonly Choice[], size: number): Float64Array {
  const all = choices.flatMap(({ alternatives }) => alternatives);
  return Float64Array.from({ length: size }, (_, k) => {
    const mean = all.reduce((sum, features) => sum + at(features, k), 0) / all.length;
    const variance = all.reduce((sum, features) => sum + (at(features, k) - mean) ** 2, 0) / all.length;
    return variance > FLAT ? Math.sqrt(variance) : 0;
  });
}

/** The choices with each feature in its standard deviations: side by side, since a hundred thousand rows are read often. */
function laidOut(choices: readonly Choice[], deviations: Float64Array): LaidOut {
  const size = deviations.length;
  const starts = new Int32Array(choices.length + 1);
  for (const [choice, { alternatives }] of choices.entries()) {
    starts[choice + 1] = at(starts, choice) + alternatives.length;
  }
  const rows = new Float64Array(at(starts, choices.length) * size);
  let place = 0;
  for (const { alternatives } of choices) {
    for (const features of alternatives) {
      for (let k = 0; k < size; k += 1) {
        const deviation = at(deviations, k);
        rows[place] = deviation > 0 ? at(features, k) / deviation : 0;
        place += 1;
      }
    }
  }
  return { starts, rows, chosen: Int32Array.from(choices, ({ chosen }) => chosen) };
}

function at(row: ArrayLike<number> | undefined, index: number): number {
  return row?.[index] ?? 0;
}
