import { easeWeightsFor } from '../../../learning/ease.ts';
import { topK } from '../../../learning/topK.ts';
import type { Attendance } from './readAttendance.ts';

/** Others that are kept for each event. */
const NEIGHBOURS = 200;
const LEADS_TO = 300;

/** Events whose weights EASE computes: 128 MB, and half a minute. Of more, cosines have to do. */
const TOGETHER = 4000;

/** What a cosine counts beside a weight of EASE, about. */
const COSINE = 0.1;

/** The penalty of EASE where hardly anybody attends anything. */
const LEAST_PENALTY = 10;

/** An event that fewer attend says nothing that goes beyond them. */
const FEWEST = 2;

/** Other events with a value each, the largest first. */
export interface Neighbours {
  numbers: number[];
  values: number[];
}

/**
 * For each event the others with the largest cosines: people in common over the geometric mean of the people of
 * both. It depends on those two events alone, so what is known of past events does not change with later ones.
 */
export function cosineNeighbours(
  { ofPerson, ofEvent }: Attendance,
  most = NEIGHBOURS,
  counts: (event: number) => boolean = () => true,
): Neighbours[] {
  const together = new Int32Array(ofEvent.length);
  return ofEvent.map((people, event) => {
    const others: number[] = [];
    for (const person of people) {
      for (const other of ofPerson[person] ?? []) {
        if (other === event || !counts(other)) continue;
        if (together[other] === 0) others.push(other);
        together[other] = (together[other] ?? 0) + 1;
      }
    }
    const cosines = others.map((other) => {
      const cosine = (together[other] ?? 0) / Math.sqrt(people.length * (ofEvent[other]?.length ?? 1));
      return [other, cosine] as const;
    });
    for (const other of others) together[other] = 0;
    return strongest(cosines, most);
  });
}

/**
 * For each event what attending it says for upcoming ones: the weights of EASE (see models/ease.ts). The penalty
 * is the mean number of people of an event and some more, which is near to the best for sets of very different
 * sizes.
 */
export function leadingTo(attendance: Attendance, isUpcoming: (event: number) => boolean): Neighbours[] {
  const { ofPerson, ofEvent } = attendance;
  const known = [...ofEvent.keys()].filter((event) => people(event) >= FEWEST);
  const upcoming = known.filter(isUpcoming);
  const chosen = [...known.filter((event) => !isUpcoming(event)), ...upcoming];
  if (upcoming.length === 0) return ofEvent.map(() => ({ numbers: [], values: [] }));
  if (chosen.length > TOGETHER) {
    return cosineNeighbours(attendance, LEADS_TO, isUpcoming).map(({ numbers, values }) => ({
      numbers,
      values: values.map((cosine) => COSINE * cosine),
    }));
  }

  const result = ofEvent.map((): Neighbours => ({ numbers: [], values: [] }));
  const size = chosen.length;
  const places = new Map(chosen.map((event, place) => [event, place]));
  const gram = new Float64Array(size * size);
  for (const own of ofPerson) {
    const mine = [...own].flatMap((event) => places.get(event) ?? []);
    for (const a of mine) {
      for (const b of mine) gram[a * size + b] = (gram[a * size + b] ?? 0) + 1;
    }
  }
  const penalty = LEAST_PENALTY + chosen.reduce((sum, event) => sum + people(event), 0) / size;
  const weights = easeWeightsFor(gram, size, penalty, size - upcoming.length);
  for (const [place, event] of chosen.entries()) {
    const leads = upcoming.flatMap((other, to) =>
      other === event ? [] : [[other, weights[to]?.[place] ?? 0] as const],
    );
    result[event] = strongest(leads, LEADS_TO);
  }
  return result;

  function people(event: number): number {
    return ofEvent[event]?.length ?? 0;
  }
}

/** The `count` neighbours with the largest absolute values other than 0, largest first. */
function strongest(neighbours: (readonly [number: number, value: number])[], count: number): Neighbours {
  const kept = topK(neighbours, count, ([, value]) => Math.abs(value), 0);
  return { numbers: kept.map(([number]) => number), values: kept.map(([, value]) => value) };
}
