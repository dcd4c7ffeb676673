/** A logistic regression: the probability is that of the intercept and the weighted, standardised features. */
export interface Logistic {
  intercept: number;
  weights: number[];
  /** What standardises the features. */
  means: number[];
  deviations: number[];
}

/** What a regression is fitted on. */
export interface Cases {
  features: number[][];
  labels: boolean[];
}

const ROUNDS = 25;
const CONVERGED = 1e-5;

/**
 * Fits by Newton's method (iteratively reweighted least squares). Features that never vary get no weight.
 *
 * @param ridge what the squares of the weights cost; the intercept's costs nothing.
 */
export function fitLogistic({ features, labels }: Cases, ridge: number): Logistic {
  const count = features.length;
  const width = features[0]?.length ?? 0;
  const columns = Array.from({ length: width }, (_, column) => features.map((row) => row[column] ?? 0));
  const means = columns.map((values) => values.reduce((sum, value) => sum + value, 0) / count);
  const deviations = columns.map((values, column) => {
    const mean = means[column] ?? 0;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count);
    return deviation > 1e-9 ? deviation : 1;
  });
  const rows = Float64Array.from(features.flatMap((row) => [1, ...standardise(row, means, deviations)]));
  let weights = new Array<number>(width + 1).fill(0);
  for (let round = 0; round < ROUNDS; round += 1) {
    const step = newtonStep(rows, labels, weights, ridge);
    weights = weights.map((weight, index) => weight + (step[index] ?? 0));
    if (Math.max(...step.map(Math.abs)) < CONVERGED) break;
  }
  const [intercept = 0, ...others] = weights;
  return { intercept, weights: others, means, deviations };
}

/** What each feature adds to the logarithm of the odds, compared with the average person's. */
export function contributions(
  { weights, means, deviations }: Logistic,
  features: readonly number[],
): number[] {
  return standardise(features, means, deviations).map((value, index) => value * (weights[index] ?? 0));
}

export function probability(model: Logistic, features: readonly number[]): number {
  const sum = contributions(model, features).reduce((total, value) => total + value, model.intercept);
  return 1 / (1 + Math.exp(-sum));
}

function standardise(row: readonly number[], means: number[], deviations: number[]): number[] {
  return row.map((value, index) => (value - (means[index] ?? 0)) / (deviations[index] ?? 1));
}

/** @param rows one after the other, each as wide as there are weights. */
function newtonStep(rows: Float64Array, labels: boolean[], weights: number[], ridge: number): number[] {
  const width = weights.length;
  const current = Float64Array.from(weights);
  const hessian = new Float64Array(width * width);
  const gradient = new Float64Array(width);
  for (const [index, label] of labels.entries()) {
    const row = rows.subarray(index * width, (index + 1) * width);
    let sum = 0;
    for (let j = 0; j < width; j += 1) sum += at(row, j) * at(current, j);
    const chance = 1 / (1 + Math.exp(-sum));
    const error = (label ? 1 : 0) - chance;
    const curvature = Math.max(chance * (1 - chance), 1e-9);
    for (let j = 0; j < width; j += 1) {
      const value = at(row, j);
      gradient[j] = at(gradient, j) + error * value;
      for (let k = 0; k <= j; k += 1) {
        hessian[j * width + k] = at(hessian, j * width + k) + curvature * value * at(row, k);
      }
    }
  }
  const matrix = weights.map((_, j) =>
    weights.map((_, k) => {
      const half = at(hessian, Math.max(j, k) * width + Math.min(j, k));
      return half + (j === k && j > 0 ? ridge : 0);
    }),
  );
  return solve(
    matrix,
    weights.map((weight, j) => at(gradient, j) - (j > 0 ? ridge * weight : 0)),
  );
}

/** The index is always within. */
function at(values: Float64Array, index: number): number {
  return values[index] ?? 0;
}

/** Solves a system of linear equations by Gauss and Jordan's elimination, with the largest pivot first. */
function solve(matrix: number[][], values: number[]): number[] {
  const rows = matrix.map((row, index) => [...row, values[index] ?? 0]);
  const size = rows.length;
  for (let column = 0; column < size; column += 1) {
    const below = rows.slice(column).map((row) => Math.abs(row[column] ?? 0));
    const pivot = column + below.indexOf(Math.max(...below));
    const [first, second] = [rows[column], rows[pivot]];
    if (first === undefined || second === undefined) continue;
    [rows[column], rows[pivot]] = [second, first];
    const divisor = second[column] ?? 0;
    // A feature that never varies, without a ridge.
    if (Math.abs(divisor) < 1e-12) continue;
    for (const [index, row] of rows.entries()) {
      const factor = (row[column] ?? 0) / divisor;
      if (index === column || factor === 0) continue;
      for (let k = column; k <= size; k += 1) row[k] = (row[k] ?? 0) - factor * (second[k] ?? 0);
    }
  }
  return rows.map((row, index) => (row[index] === 0 ? 0 : (row[size] ?? 0) / (row[index] ?? 1)));
}
