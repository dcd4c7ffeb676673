import { solve } from './cholesky.ts';

/** A fitted logistic regression: weights of standardised features, and what standardises them. */
export interface LogisticModel {
  intercept: number;
  weights: number[];
  means: number[];
  deviations: number[];
}

/** Training data: one row of features per label. */
export interface LabelledRows {
  features: number[][];
  labels: boolean[];
}

const MAX_ITERATIONS = 25;
const TOLERANCE = 1e-5;

/** Features with a smaller standard deviation count as constant. */
const MIN_DEVIATION = 1e-9;

/** Keeps the Hessian positive definite when predictions saturate. */
const MIN_CURVATURE = 1e-9;

/**
 * Fits a logistic regression by Newton's method (iteratively reweighted least squares). Constant features get weight 0.
 *
 * @param ridge L2 penalty on the weights, more than 0; the intercept is not penalised
 */
export function fitLogistic({ features, labels }: LabelledRows, ridge: number): LogisticModel {
  const count = features.length;
  const width = features[0]?.length ?? 0;
  const columns = Array.from({ length: width }, (_, column) => features.map((row) => row[column] ?? 0));
  const means = columns.map((values) => values.reduce((sum, value) => sum + value, 0) / count);
  const deviations = columns.map((values, column) => {
    const mean = means[column] ?? 0;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count);
    return deviation > MIN_DEVIATION ? deviation : 1;
  });
  const rows = Float64Array.from(features.flatMap((row) => [1, ...standardise(row, means, deviations)]));
  let weights = new Float64Array(width + 1);
  for (let iteration = 0; iteration < MAX_ITERATIONS; iteration += 1) {
    const step = newtonStep(rows, labels, weights, ridge);
    weights = weights.map((weight, index) => weight + at(step, index));
    if (Math.max(...step.map(Math.abs)) < TOLERANCE) break;
  }
  return { intercept: at(weights, 0), weights: [...weights.subarray(1)], means, deviations };
}

/** What each feature adds to the log odds, compared with the average row. */
export function contributions(
  { weights, means, deviations }: LogisticModel,
  features: readonly number[],
): number[] {
  return standardise(features, means, deviations).map((value, index) => value * (weights[index] ?? 0));
}

/** The predicted probability of a positive label. */
export function probability(model: LogisticModel, features: readonly number[]): number {
  return sigmoid(contributions(model, features).reduce((total, value) => total + value, model.intercept));
}

function standardise(row: readonly number[], means: number[], deviations: number[]): number[] {
  return row.map((value, index) => (value - (means[index] ?? 0)) / (deviations[index] ?? 1));
}

/** @param rows in row-major order, each as wide as `weights` */
function newtonStep(
  rows: Float64Array,
  labels: boolean[],
  weights: Float64Array,
  ridge: number,
): Float64Array {
  const width = weights.length;
  // Only the lower triangle is filled in: the solver reads no more.
  const hessian = new Float64Array(width * width);
  const gradient = new Float64Array(width);
  for (let j = 1; j < width; j += 1) {
    hessian[j * width + j] = ridge;
    gradient[j] = -ridge * at(weights, j);
  }
  for (const [index, label] of labels.entries()) {
    const row = rows.subarray(index * width, (index + 1) * width);
    let sum = 0;
    for (let j = 0; j < width; j += 1) sum += at(row, j) * at(weights, j);
    const predicted = sigmoid(sum);
    const error = (label ? 1 : 0) - predicted;
    const curvature = Math.max(predicted * (1 - predicted), MIN_CURVATURE);
    for (let j = 0; j < width; j += 1) {
      const value = at(row, j);
      gradient[j] = at(gradient, j) + error * value;
      for (let k = 0; k <= j; k += 1) {
        hessian[j * width + k] = at(hessian, j * width + k) + curvature * value * at(row, k);
      }
    }
  }
  return solve(hessian, gradient);
}

function sigmoid(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}

function at(values: Float64Array, index: number): number {
  return values[index] ?? 0;
}
