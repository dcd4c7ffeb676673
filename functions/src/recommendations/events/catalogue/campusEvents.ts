import type { Sql } from '../../../platform/postgres.ts';
import { DAY_MS, HOUR_MS } from '../../../learning/calendar.ts';
import type { Student } from '../ranking/readStudent.ts';
import { EventCatalogue, MAX_SIMILAR, type SimilarEvents } from './eventCatalogue.ts';
import type { EventFacts } from './eventColumns.ts';
import { isOver, isUpcoming } from './eventTimes.ts';
import { countPeople, readChangedEvents, readEvents, readLiveEvents, type EventRow } from './readEvents.ts';

/** How far apart the times of calls may be that an instance answers at once. */
const CLOCK_TOLERANCE_MS = 60_000;

/** Attendance is counted again for events that end after this long ago, since it changes most around an event. */
const RECOUNTED_MS = 30 * DAY_MS;

/**
 * The events of a campus in memory, with the past events most similar to each upcoming one. Before each use it reads
 * from Postgres which events have changed, so it never shows a deleted event and shows a new one at once; attendance
 * counts are up to an hour old. Building it takes some seconds for 10,000 events.
 */
export class CampusEvents {
  readonly catalogue: EventCatalogue;
  /** When each event that was read last changed. */
  readonly #changedAt: Map<string, string>;
  /** For each upcoming event that was asked for; other events are compared as of now. */
  readonly #similar = new Map<number, SimilarEvents>();
  /** Event ids by their permanent number in `event_neighbours`, and the largest number read so far. */
  readonly #neighbourIds = new Map<number, string>();
  #largestNeighbour = 0;
  #now: number;
  #countedAt: number;
  /** When changes were last read, by the database's clock. */
  #readAt: Date;

  private constructor(rows: EventRow[], readAt: Date, now: Date) {
    this.catalogue = new EventCatalogue(rows.filter(({ live }) => live));
    this.#changedAt = new Map(rows.map(({ id, changedAt }) => [id, changedAt]));
    this.#readAt = readAt;
    this.#now = now.getTime();
    this.#countedAt = this.#now;
  }

  static async read(sql: Sql, now: Date): Promise<CampusEvents> {
    const [clock] = await sql<{ now: Date }[]>`select now()`;
    return new CampusEvents(await readEvents(sql, now), clock?.now ?? now, now);
  }

  /** Applies what has changed. @returns false when the events have to be read anew */
  async update(sql: Sql, now: Date): Promise<boolean> {
    if (now.getTime() < this.#now - CLOCK_TOLERANCE_MS || this.catalogue.needsRebuild) return false;
    const { clock, changed } = await readChangedEvents(sql, this.#readAt, this.#changedAt);
    for (const row of changed) this.#apply(row);
    this.#readAt = clock;
    this.#advanceTo(Math.max(now.getTime(), this.#now));
    if (now.getTime() - this.#countedAt >= HOUR_MS) {
      for (const { id, people } of await countPeople(sql, new Date(now.getTime() - RECOUNTED_MS)))
        this.catalogue.setPeople(id, people);
      this.#countedAt = now.getTime();
    }
    return true;
  }

  /** Reads what ranking for this student needs besides: candidates too old to be held, and new neighbours. */
  async loadFor(sql: Sql, student: Student, candidates: readonly string[] | null): Promise<void> {
    const missing = (candidates ?? []).filter((id) => this.catalogue.numberOf(id) === undefined);
    if (missing.length > 0) for (const row of await readLiveEvents(sql, missing)) this.#apply(row);
    const largest = Math.max(
      0,
      ...student.attendance.map(({ neighbours, successors }) =>
        largestNumber([...neighbours, ...successors]),
      ),
    );
    if (largest > this.#largestNeighbour) {
      const rows = await sql<{ number: number; event_id: string }[]>`
        select number, event_id from event_neighbours where number > ${this.#largestNeighbour}`;
      for (const { number, event_id: id } of rows) this.#neighbourIds.set(number, id);
      this.#largestNeighbour = largestNumber([...this.#neighbourIds]);
    }
  }

  /** Translates permanent event numbers to those of the catalogue; drops events that it does not hold. */
  resolveNeighbours(neighbours: readonly (readonly [number: number, value: number])[]): [number, number][] {
    const resolved: [number, number][] = [];
    for (const [neighbour, value] of neighbours) {
      const number = this.catalogue.numberOf(this.#neighbourIds.get(neighbour) ?? '');
      if (number !== undefined) resolved.push([number, value]);
    }
    return resolved;
  }

  numbersOf(ids: readonly string[]): number[] {
    return [...new Set(ids)].flatMap((id) => this.catalogue.numberOf(id) ?? []);
  }

  /** The numbers of the upcoming events. One without a date is none of them: it may be long over. */
  upcomingNumbers(): number[] {
    return [...this.catalogue.numbers()].filter((number) => isUpcoming(this.catalogue.at(number), this.#now));
  }

  /** The past events most similar to an event. */
  similarTo(number: number): SimilarEvents {
    if (!isUpcoming(this.catalogue.at(number), this.#now))
      return this.catalogue.similarBefore(number, this.#now);
    const similar = this.#similar.get(number) ?? this.catalogue.similarBefore(number, this.#now);
    this.#similar.set(number, similar);
    return similar;
  }

  #apply(row: EventRow): void {
    this.#changedAt.set(row.id, row.changedAt);
    if (row.live) this.#put(row);
    else this.catalogue.remove(row.id);
  }

  #put(event: EventFacts): void {
    const number = this.catalogue.put(event);
    if (isOver(event, this.#now)) this.#addPastEvent(number);
  }

  /** Moves the clock forward; events that have ended since become past events. */
  #advanceTo(now: number): void {
    const before = this.#now;
    this.#now = now;
    for (const number of this.catalogue.numbers()) {
      const event = this.catalogue.at(number);
      if (isOver(event, now) && !isOver(event, before)) this.#addPastEvent(number);
    }
  }

  /** Adds a past event to the similar events of each upcoming one. */
  #addPastEvent(number: number): void {
    this.#similar.delete(number);
    const { similarity, text } = this.catalogue.similarities(number);
    for (const [candidate, similar] of this.#similar) {
      const value = similarity[candidate] ?? 0;
      const last = similar.numbers.length - 1;
      const isFull = similar.numbers.length >= MAX_SIMILAR;
      if (value <= 0 || (isFull && value <= (similar.similarity[last] ?? 0))) continue;
      this.#similar.set(candidate, withEvent(similar, number, value, text[candidate] ?? 0));
    }
  }
}

const held = new WeakMap<Sql, Promise<CampusEvents>>();

/** The events as they are now. An instance keeps them from one call to the next. */
export async function currentEvents(sql: Sql, now: Date): Promise<CampusEvents> {
  const previous = held.get(sql) ?? null;
  const current = (async () => {
    const events = await previous?.catch(() => null);
    return events != null && (await events.update(sql, now)) ? events : CampusEvents.read(sql, now);
  })();
  held.set(sql, current);
  return current;
}

/** A list of similar events with one more, cut to {@link MAX_SIMILAR}. */
function withEvent(similar: SimilarEvents, number: number, similarity: number, text: number): SimilarEvents {
  const place = similar.similarity.findIndex((other) => other < similarity);
  const at = place < 0 ? similar.numbers.length : place;
  const insert = (row: ArrayLike<number>, value: number): number[] =>
    Array.from(row).toSpliced(at, 0, value).slice(0, MAX_SIMILAR);
  return {
    numbers: Int32Array.from(insert(similar.numbers, number)),
    similarity: Float32Array.from(insert(similar.similarity, similarity)),
    text: Float32Array.from(insert(similar.text, text)),
  };
}

function largestNumber(list: readonly (readonly [number: number, value: unknown])[]): number {
  return list.reduce((largest, [number]) => Math.max(largest, number), 0);
}
