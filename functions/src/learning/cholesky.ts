/** Rows or columns processed together, so that each value read is used this many times; takes a third of the time. */
export const BLOCK = 4;

const NONE = new Float64Array(0);

/**
 * Factors a symmetric, positive definite matrix into a lower triangular matrix times its transpose (Cholesky), in place,
 * with `size³ / 6` multiplications. Only the lower triangle is read, and replaced.
 *
 * @param matrix in row-major order
 */
export function decompose(matrix: Float64Array, size: number): void {
  for (let from = 0; from < size; from += BLOCK) {
    const rows = Array.from({ length: Math.min(BLOCK, size - from) }, (_, p) =>
      rowOf(matrix, size, from + p),
    );
    for (let column = 0; column < from; column += 1) {
      const other = rowOf(matrix, size, column);
      const products = dots(other, rows, 0, column);
      for (const [p, row] of rows.entries())
        row[column] = (at(row, column) - at(products, p)) / at(other, column);
    }
    for (const [p, row] of rows.entries()) {
      for (const [q, other] of rows.slice(0, p + 1).entries()) {
        const column = from + q;
        const rest = at(row, column) - at(dots(other, [row], 0, column), 0);
        row[column] = p === q ? Math.sqrt(rest) : rest / at(other, column);
      }
    }
  }
}

/**
 * Solves `matrix · x = values`.
 *
 * @param matrix as for {@link decompose}, and overwritten
 */
export function solve(matrix: Float64Array, values: Float64Array): Float64Array {
  const size = values.length;
  const solution = values.slice();
  decompose(matrix, size);
  substitute(matrix, [solution], 0, 0);
  return solution;
}

/**
 * Up to {@link BLOCK} columns of the inverse of a matrix, from its {@link decompose | decomposition}.
 *
 * @param from the first column
 * @param low the first row wanted; rows above it are not computed
 */
export function inverseColumns(lower: Float64Array, size: number, from: number, low: number): Float64Array[] {
  const columns = Array.from({ length: Math.min(BLOCK, size - from) }, (_, p) => {
    const column = new Float64Array(size);
    column[from + p] = 1;
    return column;
  });
  substitute(lower, columns, from, low);
  return columns;
}

/** Replaces right-hand sides, which are 0 above row `from`, by solutions, computed up to row `low`. */
function substitute(lower: Float64Array, columns: Float64Array[], from: number, low: number): void {
  const size = columns[0]?.length ?? 0;
  for (let i = from; i < size; i += 1) {
    const row = rowOf(lower, size, i);
    const products = dots(row, columns, from, i);
    for (const [p, column] of columns.entries()) column[i] = (at(column, i) - at(products, p)) / at(row, i);
  }
  for (let i = size - 1; i >= low; i -= 1) {
    const row = rowOf(lower, size, i);
    for (const column of columns) column[i] = at(column, i) / at(row, i);
    subtract(row, columns, low, i);
  }
}

/** The dot products of a vector with up to four others, over the indices from `from` to before `to`. */
function dots(
  vector: Float64Array,
  [a = NONE, b = a, c = a, d = a]: Float64Array[],
  from: number,
  to: number,
): [number, number, number, number] {
  let [sumA, sumB, sumC, sumD] = [0, 0, 0, 0];
  for (let k = from; k < to; k += 1) {
    const value = vector[k] ?? 0;
    sumA += value * (a[k] ?? 0);
    sumB += value * (b[k] ?? 0);
    sumC += value * (c[k] ?? 0);
    sumD += value * (d[k] ?? 0);
  }
  return [sumA, sumB, sumC, sumD];
}

/** Subtracts the row times the column's value at `to` from each column, over the indices from `from` to before `to`. */
function subtract(row: Float64Array, columns: Float64Array[], from: number, to: number): void {
  const [a, b, c, d] = columns;
  if (a === undefined || b === undefined || c === undefined || d === undefined) {
    for (const column of columns) {
      const factor = at(column, to);
      for (let k = from; k < to; k += 1) column[k] = at(column, k) - at(row, k) * factor;
    }
    return;
  }
  const [factorA, factorB, factorC, factorD] = [at(a, to), at(b, to), at(c, to), at(d, to)];
  for (let k = from; k < to; k += 1) {
    const value = row[k] ?? 0;
    a[k] = (a[k] ?? 0) - value * factorA;
    b[k] = (b[k] ?? 0) - value * factorB;
    c[k] = (c[k] ?? 0) - value * factorC;
    d[k] = (d[k] ?? 0) - value * factorD;
  }
}

function rowOf(matrix: Float64Array, size: number, row: number): Float64Array {
  return matrix.subarray(row * size, (row + 1) * size);
}

function at(row: ArrayLike<number>, index: number): number {
  return row[index] ?? 0;
}
