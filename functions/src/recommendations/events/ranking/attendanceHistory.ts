import { evenSample } from '../../../learning/evenSample.ts';
import type { TrainingCase } from '../../../learning/trainConditionalLogit.ts';
import { MAX_SIMILAR, type EventCatalogue, type SimilarEvents } from '../catalogue/eventCatalogue.ts';
import { isOver } from '../catalogue/eventTimes.ts';
import type { CoAttendance } from '../coAttendance/refreshEventNeighbours.ts';
import { featuresOf, profileOf, type Profile } from './eventFeatures.ts';

/** Alternatives of a case: a sample of all there were, and the fewest that make one. */
const MAX_ALTERNATIVES = 25;
const MIN_ALTERNATIVES = 5;

/** An event that somebody attended; the event by the catalogue's number, the person by that of the attendance. */
interface Attended {
  person: number;
  number: number;
  start: number;
}

/** What somebody chose at a time, and what else there was; events by the catalogue's numbers. */
export interface EventChoice {
  /** By the number of the attendance. */
  person: number;
  now: number;
  chosen: number;
  others: number[];
}

/** The history of attendance, readable as of any earlier time. */
export class AttendanceHistory {
  readonly #catalogue: EventCatalogue;
  readonly #coAttendance: CoAttendance;
  /** The catalogue's number of each event of the attendance, or -1. */
  readonly #numbers: number[];
  /** The events that have a date, in the order of time. */
  readonly #dated: { number: number; start: number }[];
  readonly #similar = new Map<number, SimilarEvents>();

  constructor(catalogue: EventCatalogue, coAttendance: CoAttendance) {
    this.#catalogue = catalogue;
    this.#coAttendance = coAttendance;
    this.#numbers = coAttendance.attendance.events.map((id) => catalogue.numberOf(id) ?? -1);
    this.#dated = [...catalogue.numbers()]
      .flatMap((number) => {
        const { start } = catalogue.at(number);
        return start === null ? [] : [{ number, start }];
      })
      .sort((a, b) => a.start - b.start);
  }

  /** Everybody's attendance of events that were over at a time, in the order in which these began. */
  attendedBefore(time: number): Attended[] {
    const { peopleOf } = this.#coAttendance.attendance;
    const eventOf = new Map(this.#numbers.map((number, event) => [number, event]));
    return this.#dated
      .filter(({ number }) => isOver(this.#catalogue.at(number), time))
      .flatMap(({ number, start }) => {
        const event = eventOf.get(number);
        const people = event === undefined ? [] : Array.from(peopleOf[event] ?? []);
        return people.map((person) => ({ person, number, start }));
      });
  }

  /** The numbers of a person's events. */
  eventsOf(person: number): number[] {
    const events = this.#coAttendance.attendance.eventsOf[person] ?? [];
    return Array.from(events, (event) => this.#number(event));
  }

  /** The numbers of the events that begin from one time to another, both included. */
  eventsBetween(from: number, to: number): number[] {
    let low = 0;
    let high = this.#dated.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#dated[middle]?.start ?? 0) < from) low = middle + 1;
      else high = middle;
    }
    const numbers: number[] = [];
    for (let k = low; (this.#dated[k]?.start ?? Infinity) <= to; k += 1)
      numbers.push(this.#dated[k]?.number ?? 0);
    return numbers;
  }

  /**
   * The features of the alternatives as they were known at the time of a choice. The baseline counts how often the
   * person attended the category.
   *
   * @returns null if there was nothing to choose from, or nothing was known of the person
   */
  toTrainingCase({ person, now, chosen, others }: EventChoice): TrainingCase | null {
    const catalogue = this.#catalogue;
    const past = Array.from(this.#coAttendance.attendance.eventsOf[person] ?? []).filter(
      (event) => this.#number(event) >= 0 && (this.#end(event) ?? Infinity) <= now,
    );
    if (past.length === 0 || others.length + 1 < MIN_ALTERNATIVES) return null;
    const profile = this.#profileAt(now, past);
    const numbers = [chosen, ...evenSample(others, MAX_ALTERNATIVES - 1)];
    const alternatives = numbers.map((number) =>
      featuresOf(profile, catalogue.at(number), this.#similarAt(number, now)),
    );
    const visits = Map.groupBy(past, (event) => catalogue.at(this.#number(event)).categoryKey);
    const baseline = numbers.map((number) => {
      const { categoryKey } = catalogue.at(number);
      return Float64Array.of(categoryKey === null ? 0 : (visits.get(categoryKey)?.length ?? 0));
    });
    return { choice: { alternatives, chosen: 0 }, baseline: { alternatives: baseline, chosen: 0 } };
  }

  /** @param past the person's events that were over, by the attendance's numbers */
  #profileAt(now: number, past: number[]): Profile {
    const categories = past.map((event) => this.#catalogue.at(this.#number(event)).categoryKey);
    return profileOf(this.#catalogue, {
      now,
      attended: past.map((event) => this.#number(event)),
      first: Math.min(...past.map((event) => this.#end(event) ?? now)),
      categories: new Set(categories.filter((category) => category !== null)),
      neighbours: past.map((event) => this.#neighboursOf(event)),
    });
  }

  #number(event: number): number {
    return this.#numbers[event] ?? -1;
  }

  #end(event: number): number | null {
    return this.#catalogue.at(this.#number(event)).end;
  }

  #neighboursOf(event: number): [number, number][] {
    const { numbers = [], values = [] } = this.#coAttendance.neighbours[event] ?? {};
    return numbers.flatMap((other, k) => {
      const number = this.#number(other);
      return number >= 0 ? [[number, values[k] ?? 0] as [number, number]] : [];
    });
  }

  /** Looked up once per event: choices include an event from two weeks before it begins, and narrow the list. */
  #similarAt(number: number, now: number): SimilarEvents {
    const { start } = this.#catalogue.at(number);
    const similar =
      this.#similar.get(number) ?? this.#catalogue.similarBefore(number, start ?? now, 2 * MAX_SIMILAR);
    this.#similar.set(number, similar);
    return this.#catalogue.narrow(similar, now);
  }
}
