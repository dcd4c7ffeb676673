import type { MixtureWeights } from './mixture.ts';

/** The probability that one component gave to the title that came next. */
export interface ComponentPrediction {
  /** The name of the component's weight. */
  name: string;
  probability: number;
}

const ITERATIONS = 40;

/** Pseudo-observations that hold each weight near its start. */
const PSEUDO_COUNT = 5;

/**
 * Fits mixture weights by maximum likelihood. Each case has only some of the components, whose weights are scaled to sum
 * to 1. Where the derivative of the log-likelihood is zero, a weight is the sum of its responsibilities over the sum of
 * its exposures, 1 / (total weight of the components present); this is iterated to a fixed point, as in expectation
 * maximisation.
 */
export function fitMixtureWeights(
  cases: readonly ComponentPrediction[][],
  start: MixtureWeights,
): MixtureWeights {
  const names = Object.keys(start);
  const numbers = new Map(names.map((name, index) => [name, index]));
  // Typed arrays, so that an iteration over a hundred thousand components takes milliseconds.
  const packed = cases
    .map((components) => components.filter(({ name }) => numbers.has(name)))
    .map((components) => ({
      indices: Int32Array.from(components, ({ name }) => numbers.get(name) ?? 0),
      probabilities: Float64Array.from(components, ({ probability }) => probability),
    }));
  const initial = Float64Array.from(names, (name) => start[name] ?? 0);
  let weights = initial;
  for (let iteration = 0; iteration < ITERATIONS; iteration += 1) {
    const responsibilities = initial.map((weight) => PSEUDO_COUNT * weight);
    const exposures = initial.map(() => PSEUDO_COUNT);
    for (const { indices, probabilities } of packed) {
      let [total, likelihood] = [0, 0];
      for (let k = 0; k < indices.length; k += 1) {
        const weight = at(weights, indices[k] ?? 0);
        total += weight;
        likelihood += weight * at(probabilities, k);
      }
      if (likelihood === 0) continue;
      for (let k = 0; k < indices.length; k += 1) {
        const index = indices[k] ?? 0;
        responsibilities[index] =
          at(responsibilities, index) + (at(weights, index) * at(probabilities, k)) / likelihood;
        exposures[index] = at(exposures, index) + 1 / total;
      }
    }
    weights = responsibilities.map((sum, index) => sum / at(exposures, index));
  }
  return Object.fromEntries(names.map((name, index) => [name, at(weights, index)]));
}

/** The log-likelihood of cases. Leaves out titles that nobody else ever held: no weights make them likelier. */
export function logLikelihood(cases: readonly ComponentPrediction[][], weights: MixtureWeights): number {
  return cases.reduce((sum, components) => {
    const total = components.reduce((all, { name }) => all + (weights[name] ?? 0), 0);
    const likelihood = components.reduce(
      (all, { name, probability }) => all + (weights[name] ?? 0) * probability,
      0,
    );
    return likelihood === 0 ? sum : sum + Math.log(likelihood / total);
  }, 0);
}

function at(values: Float64Array, index: number): number {
  return values[index] ?? 0;
}
