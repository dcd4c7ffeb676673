import { easeWeightsFor } from '../../../learning/ease.ts';
import { topK } from '../../../learning/topK.ts';
import type { Attendance } from './readAttendance.ts';

/** Entries kept for each event. */
const MAX_NEIGHBOURS = 200;
const MAX_SUCCESSORS = 300;

/** Events for which EASE is affordable: 128 MB and half a minute. With more, cosines stand in. */
const MAX_EASE_EVENTS = 4000;

/** What a cosine is worth beside a weight of EASE, about. */
const COSINE_WORTH = 0.1;

/** The penalty of EASE when hardly anybody attends anything. */
const MIN_PENALTY = 10;

/** An event with fewer people tells nothing about anybody else. */
const MIN_PEOPLE = 2;

/** Other events, each with a value, the largest absolute value first. */
export interface Neighbours {
  numbers: number[];
  values: number[];
}

/**
 * For each event, the others with the largest cosines: people in common over the geometric mean of the people of both.
 * A cosine depends on those two events alone, so that of two past events does not change with later ones.
 *
 * @param include which events may be neighbours
 */
export function cosineNeighbours(
  { eventsOf, peopleOf }: Attendance,
  count = MAX_NEIGHBOURS,
  include: (event: number) => boolean = () => true,
): Neighbours[] {
  const shared = new Int32Array(peopleOf.length);
  return peopleOf.map((people, event) => {
    const others: number[] = [];
    for (const person of people) {
      for (const other of eventsOf[person] ?? []) {
        if (other === event || !include(other)) continue;
        if (shared[other] === 0) others.push(other);
        shared[other] = (shared[other] ?? 0) + 1;
      }
    }
    const cosines = others.map((other) => {
      const cosine = (shared[other] ?? 0) / Math.sqrt(people.length * (peopleOf[other]?.length ?? 1));
      return [other, cosine] as const;
    });
    for (const other of others) shared[other] = 0;
    return strongest(cosines, count);
  });
}

/**
 * For each event, what attending it says for each upcoming one: the weights of EASE (see learning/ease.ts). The penalty
 * is {@link MIN_PENALTY} plus the mean number of people of an event, which is close to the best for data sets of very
 * different sizes.
 */
export function successorsOf(attendance: Attendance, isUpcoming: (event: number) => boolean): Neighbours[] {
  const { peopleOf } = attendance;
  const people = (event: number): number => peopleOf[event]?.length ?? 0;
  const informative = [...peopleOf.keys()].filter((event) => people(event) >= MIN_PEOPLE);
  const upcoming = informative.filter(isUpcoming);
  if (upcoming.length === 0) return peopleOf.map(() => ({ numbers: [], values: [] }));
  // EASE computes the columns of the last items only.
  const items = [...informative.filter((event) => !isUpcoming(event)), ...upcoming];
  if (items.length > MAX_EASE_EVENTS) {
    return cosineNeighbours(attendance, MAX_SUCCESSORS, isUpcoming).map(({ numbers, values }) => ({
      numbers,
      values: values.map((cosine) => COSINE_WORTH * cosine),
    }));
  }
  const size = items.length;
  const penalty = MIN_PENALTY + items.reduce((sum, event) => sum + people(event), 0) / size;
  const weights = easeWeightsFor(gramMatrix(attendance, items), size, penalty, size - upcoming.length);
  const result = peopleOf.map((): Neighbours => ({ numbers: [], values: [] }));
  for (const [item, event] of items.entries()) {
    const successors = upcoming.flatMap((other, column) =>
      other === event ? [] : [[other, weights[column]?.[item] ?? 0] as const],
    );
    result[event] = strongest(successors, MAX_SUCCESSORS);
  }
  return result;
}

/** How many people each pair of events shares, in row-major order. */
function gramMatrix({ eventsOf }: Attendance, items: readonly number[]): Float64Array {
  const size = items.length;
  const itemOf = new Map(items.map((event, item) => [event, item]));
  const gram = new Float64Array(size * size);
  for (const attended of eventsOf) {
    const own = [...attended].flatMap((event) => itemOf.get(event) ?? []);
    for (const a of own) {
      for (const b of own) gram[a * size + b] = (gram[a * size + b] ?? 0) + 1;
    }
  }
  return gram;
}

/** Those with the largest absolute values. */
function strongest(values: readonly (readonly [number: number, value: number])[], count: number): Neighbours {
  const kept = topK(values, count, ([, value]) => Math.abs(value), 0);
  return { numbers: kept.map(([number]) => number), values: kept.map(([, value]) => value) };
}
