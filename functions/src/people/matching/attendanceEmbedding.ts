/** Who attends what: for each person, in order, the numbers of their events. */
export interface Attendance {
  /** How many events there are; their numbers are below it. */
  events: number;
  /** Where the events of each person begin in `eventOf`, and at the end its length. */
  starts: Int32Array;
  eventOf: Int32Array;
}

/** Numbers in a vector: 8 were clearly worse at telling who will meet, 32 no better. */
const DIMENSIONS = 16;

const ITERATIONS = 10;

/**
 * A direction for each person, such that people who go to the events of the same people point the same way,
 * also if they never met. Of length 1; all zeros for who attends nothing.
 *
 * With A the attendance matrix and P and E the diagonal matrices of the events of each person and the people
 * of each event, these are the rows of A · V · Σ², from the largest singular values Σ of P^-½ · A · E^-½ (as in
 * spectral co-clustering, Dhillon, 2001), found by subspace iteration. The larger a singular value, the more
 * a crowd keeps to itself. The same attendance gives the same vectors.
 */
export function attendanceEmbeddings({ events, starts, eventOf }: Attendance): Float64Array[] {
  const eventsOf = Array.from({ length: starts.length - 1 }, (_, person) =>
    eventOf.subarray(starts[person], starts[person + 1]),
  );
  const peopleOf = new Float64Array(events);
  for (const event of eventOf) peopleOf[event] = (peopleOf[event] ?? 0) + 1;

  let basis = orthonormal(firstBasis(events));
  for (let iteration = 1; ; iteration += 1) {
    // P^-½ · A · E^-½ and its transpose, one person after the other.
    const product = zeros(events);
    for (const own of eventsOf) {
      const row = new Float64Array(DIMENSIONS);
      for (const event of own) add(row, weightOf(own, event), basis[event]);
      for (const event of own) add(product[event], weightOf(own, event), row);
    }
    // The product is V · Σ² in the end, which is what is wanted.
    if (iteration === ITERATIONS) return eventsOf.map((own) => direction(own, product));
    basis = orthonormal(product);
  }

  function weightOf(own: Int32Array, event: number): number {
    return 1 / Math.sqrt(own.length * (peopleOf[event] ?? 1));
  }
}

function direction(own: Int32Array, ofEvent: Float64Array[]): Float64Array {
  const sum = new Float64Array(DIMENSIONS);
  for (const event of own) add(sum, 1, ofEvent[event]);
  const length = Math.hypot(...sum);
  return length > 0 ? sum.map((value) => value / length) : sum;
}

/** Anything that is not orthogonal to what is looked for will do; the same each time. */
function firstBasis(events: number): Float64Array[] {
  return zeros(events).map((row, event) => row.map((_, k) => Math.sin((event + 1) * (k + 1) * 1.618)));
}

function zeros(rows: number): Float64Array[] {
  return Array.from({ length: rows }, () => new Float64Array(DIMENSIONS));
}

/** Makes the columns orthogonal and of length 1 (modified Gram–Schmidt); a column that is nothing new becomes zero. */
function orthonormal(rows: Float64Array[]): Float64Array[] {
  for (let column = 0; column < DIMENSIONS; column += 1) {
    const before = norm(column);
    for (let earlier = 0; earlier < column; earlier += 1) {
      const overlap = rows.reduce((sum, row) => sum + at(row, earlier) * at(row, column), 0);
      for (const row of rows) row[column] = at(row, column) - overlap * at(row, earlier);
    }
    const length = norm(column);
    const scale = length > 1e-9 * before ? 1 / length : 0;
    for (const row of rows) row[column] = at(row, column) * scale;
  }
  return rows;

  function norm(column: number): number {
    return Math.sqrt(rows.reduce((sum, row) => sum + at(row, column) ** 2, 0));
  }
}

function add(target: Float64Array | undefined, factor: number, source: Float64Array | undefined): void {
  if (target === undefined || source === undefined) return;
  for (let k = 0; k < target.length; k += 1) target[k] = at(target, k) + factor * at(source, k);
}

function at(row: Float64Array, k: number): number {
  return row[k] ?? 0;
}
