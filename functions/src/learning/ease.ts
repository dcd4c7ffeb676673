import { BLOCK, decompose, inverseColumns } from './cholesky.ts';

/**
 * The weights of EASE (Steck, "Embarrassingly Shallow Autoencoders for Sparse Data", 2019): how much having one
 * item says for each other one, beside what the others say already. They are those that tell each item best
 * from the others, in the sense of least squares with the penalty `lambda`; an item says nothing of itself.
 *
 * Takes `size³ / 2` multiplications and keeps only what it is given: 2,000 items take 32 MB and about 6 s.
 *
 * @param gram how often two items go together, symmetric, row by row; it becomes the result
 * @returns in row i and column j, what having i says for j
 */
export function easeWeights(gram: Float64Array, size: number, lambda: number): Float64Array {
  penalize(gram, size, lambda);
  decompose(gram, size);
  // The inverse is symmetric: its lower triangle is enough, and goes where the decomposition leaves room.
  const diagonal = new Float64Array(size);
  for (let from = 0; from < size; from += BLOCK) {
    for (const [p, column] of inverseColumns(gram, size, from, from).entries()) {
      diagonal[from + p] = at(column, from + p);
      gram.set(column.subarray(from + p + 1), (from + p) * size + from + p + 1);
    }
  }
  for (let i = 0; i < size; i += 1) {
    gram[i * size + i] = 0;
    for (let j = i + 1; j < size; j += 1) {
      const both = at(gram, i * size + j);
      gram[i * size + j] = -both / at(diagonal, j);
      gram[j * size + i] = -both / at(diagonal, i);
    }
  }
  return gram;
}

/**
 * The same weights, for the last items alone: what all the others say for these. Takes `size³ / 6` multiplications, and
 * `size²` for each of them.
 *
 * @param gram as for {@link easeWeights}; it is used up
 * @param first the first of these items
 * @returns for each of these items, what each item says for it
 */
export function easeWeightsFor(
  gram: Float64Array,
  size: number,
  lambda: number,
  first: number,
): Float64Array[] {
  penalize(gram, size, lambda);
  decompose(gram, size);
  const weights: Float64Array[] = [];
  for (let from = first; from < size; from += BLOCK) {
    for (const [p, column] of inverseColumns(gram, size, from, 0).entries()) {
      const own = at(column, from + p);
      weights.push(column.map((value, item) => (item === from + p ? 0 : -value / own)));
    }
  }
  return weights;
}

function penalize(gram: Float64Array, size: number, lambda: number): void {
  for (let item = 0; item < size; item += 1) gram[item * size + item] = at(gram, item * size + item) + lambda;
}

function at(values: Float64Array, index: number): number {
  return values[index] ?? 0;
}
