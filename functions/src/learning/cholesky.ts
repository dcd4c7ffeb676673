/**
 * Rows or columns that are worked on together, so that each number that is read is used as often: with four it takes a
 * third of the time.
 */
export const BLOCK = 4;

const NONE = new Float64Array(0);

/**
 * Decomposes a symmetric, positive definite matrix into a lower triangle times its transpose (Cholesky), in `size³ / 6`
 * multiplications. Only the lower triangle is read, and becomes the result.
 *
 * @param matrix row by row
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
        const left = at(row, column) - at(dots(other, [row], 0, column), 0);
        row[column] = p === q ? Math.sqrt(left) : left / at(other, column);
      }
    }
  }
}

/** Solves a system whose matrix is as {@link decompose} wants it, and is used up. */
export function solve(matrix: Float64Array, right: Float64Array): Float64Array {
  const size = right.length;
  const solution = right.slice();
  decompose(matrix, size);
  substitute(matrix, [solution], 0, 0);
  return solution;
}

/**
 * Columns of the inverse of the matrix whose {@link decompose | decomposition} this is.
 *
 * @param from the first column, of {@link BLOCK} or as many as there are
 * @param low the first row that is wanted; those above are not computed
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

/** Puts solutions in place of right sides that are 0 up to `from`, as far up as `low`. */
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

/** The products of a vector with some others, from one place up to another. */
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

/** Subtracts from each column its number at `to` times the row, from one place up to that. */
function subtract(row: Float64Array, columns: Float64Array[], from: number, to: number): void {
  const [a, b, c, d] = columns;
  if (a === undefined || b === undefined || c === undefined || d === undefined) {
    for (const column of columns) {
      const factor = at(column, to);
      for (let k = from; k < to; k += 1) column[k] = at(column, k) - at(row, k) * factor;
    }
    return;
  }
  const [ofA, ofB, ofC, ofD] = [at(a, to), at(b, to), at(c, to), at(d, to)];
  for (let k = from; k < to; k += 1) {
    const value = row[k] ?? 0;
    a[k] = (a[k] ?? 0) - value * ofA;
    b[k] = (b[k] ?? 0) - value * ofB;
    c[k] = (c[k] ?? 0) - value * ofC;
    d[k] = (d[k] ?? 0) - value * ofD;
  }
}

function rowOf(matrix: Float64Array, size: number, row: number): Float64Array {
  return matrix.subarray(row * size, (row + 1) * size);
}

function at(row: ArrayLike<number>, index: number): number {
  return row[index] ?? 0;
}
