/** The events of each person in compressed sparse row form. People and events are given by index. */
export interface Attendance {
  /** The number of events. */
  events: number;
  /** Where each person's events start in `eventOf`; the last element is its length. */
  starts: Int32Array;
  eventOf: Int32Array;
}

/** Length of an embedding: 8 predicted clearly worse who will meet, 32 no better. */
const DIMENSIONS = 16;

const ITERATIONS = 10;

/**
 * An embedding for each person: a unit vector that is close to those of people who attend the same people's events, even
 * if the two never met. Zero for people who attend nothing. Deterministic.
 *
 * With the attendance matrix A and the diagonal matrices P (events per person) and E (people per event), the embeddings
 * are the rows of A · V · Σ² for the largest singular values Σ of P^-½ · A · E^-½ (as in spectral co-clustering,
 * Dhillon, 2001), found by subspace iteration. The more a group keeps to itself, the larger its singular value.
 */
export function attendanceEmbeddings({ events, starts, eventOf }: Attendance): Float64Array[] {
  const eventsPerPerson = Array.from({ length: starts.length - 1 }, (_, person) =>
    eventOf.subarray(starts[person], starts[person + 1]),
  );
  const attendees = new Float64Array(events);
  for (const event of eventOf) attendees[event] = (attendees[event] ?? 0) + 1;

  let basis = orthonormalise(initialBasis(events));
  for (let iteration = 1; ; iteration += 1) {
    // Multiply by P^-½ · A · E^-½ and its transpose, person by person.
    const product = zeros(events);
    for (const attended of eventsPerPerson) {
      const row = new Float64Array(DIMENSIONS);
      for (const event of attended) addScaled(row, weightOf(attended, event), basis[event]);
      for (const event of attended) addScaled(product[event], weightOf(attended, event), row);
    }
    // The last product is V · Σ².
    if (iteration === ITERATIONS) return eventsPerPerson.map((attended) => unitSum(attended, product));
    basis = orthonormalise(product);
  }

  function weightOf(attended: Int32Array, event: number): number {
    return 1 / Math.sqrt(attended.length * (attendees[event] ?? 1));
  }
}

/** The sum of the vectors of these events, scaled to length 1. */
function unitSum(attended: Int32Array, eventVectors: Float64Array[]): Float64Array {
  const sum = new Float64Array(DIMENSIONS);
  for (const event of attended) addScaled(sum, 1, eventVectors[event]);
  const length = Math.hypot(...sum);
  return length > 0 ? sum.map((value) => value / length) : sum;
}

/** Any fixed basis will do that is not orthogonal to the solution. */
function initialBasis(events: number): Float64Array[] {
  return zeros(events).map((row, event) => row.map((_, k) => Math.sin((event + 1) * (k + 1) * 1.618)));
}

function zeros(rows: number): Float64Array[] {
  return Array.from({ length: rows }, () => new Float64Array(DIMENSIONS));
}

/** Orthonormalises the columns in place (modified Gram–Schmidt); linearly dependent columns become zero. */
function orthonormalise(rows: Float64Array[]): Float64Array[] {
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

function addScaled(target: Float64Array | undefined, factor: number, source: Float64Array | undefined): void {
  if (target === undefined || source === undefined) return;
  for (let k = 0; k < target.length; k += 1) target[k] = at(target, k) + factor * at(source, k);
}

function at(row: Float64Array, k: number): number {
  return row[k] ?? 0;
}
