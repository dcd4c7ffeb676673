import { pgArray, type Fragment, type Sql } from '../../../platform/postgres.ts';
import { DAY_MS, HOUR_MS } from '../../../learning/calendar.ts';
import type { Student } from '../ranking/readStudent.ts';
import { ALIKE, Catalogue, type Alike, type EventFacts } from './eventCatalogue.ts';

/** Past events that are compared with, the last ones: what an instance holds is bounded, at some 50 MB. */
const PAST_EVENTS = 10_000;
const UPCOMING_EVENTS = 20_000;

/** A transaction may commit this long after it wrote a row: rows as old are looked at again. */
const OVERLAP_SECONDS = 60;

/** Calls that are answered at the same time are so far apart at most. */
const TOGETHER_MS = 60_000;

/** Who goes where changes most around an event. */
const COUNTED_AGAIN_MS = 30 * DAY_MS;

interface Row extends Omit<EventFacts, 'start'> {
  start_date: Date | null;
  live: boolean;
  version: string;
}

/**
 * The events of a campus in memory, with the past events most like each upcoming one. Before each use it reads
 * from Postgres which events have changed, so it never shows one that is deleted, and shows a new one at once;
 * how many people attend is up to an hour old. Building it anew takes some seconds for 10,000 events.
 */
export class Upcoming {
  readonly catalogue: Catalogue;
  readonly #versions: Map<string, string>;
  readonly #alike = new Map<number, Alike>();
  /** The events by their numbers in `event_neighbours`, which stay the same; and the largest that is known. */
  readonly #neighbours = new Map<number, string>();
  #newestNeighbour = 0;
  #now: number;
  #counted: number;
  /** When the database was last asked for changes, by its own clock. */
  #read: Date;

  private constructor(rows: Row[], read: Date, now: Date) {
    this.catalogue = new Catalogue(rows.filter(({ live }) => live).map(facts));
    this.#versions = new Map(rows.map(({ id, version }) => [id, version]));
    this.#read = read;
    this.#now = now.getTime();
    this.#counted = this.#now;
  }

  static async read(sql: Sql, now: Date): Promise<Upcoming> {
    const [clock] = await sql<{ read: Date }[]>`select now() as read`;
    const rows = await sql<Row[]>`
      (
        ${columns(sql)}
        where live and (start_date is null or start_date >= ${now})
        order by start_date nulls first, id limit ${UPCOMING_EVENTS}
      )
      union all
      (${columns(sql)} where live and start_date < ${now} order by start_date desc, id limit ${PAST_EVENTS})`;
    return new Upcoming(rows, clock?.read ?? now, now);
  }

  /** Takes what has changed. @returns whether it can go on; otherwise it has to be read anew. */
  async update(sql: Sql, now: Date): Promise<boolean> {
    if (now.getTime() < this.#now - TOGETHER_MS || this.catalogue.worn) return false;
    const [clock, changed] = await this.#changes(sql);
    for (const row of changed) {
      this.#versions.set(row.id, row.version);
      if (row.live) this.#put(facts(row));
      else this.catalogue.remove(row.id);
    }
    this.#read = clock;
    this.#pass(Math.max(now.getTime(), this.#now));
    if (now.getTime() - this.#counted >= HOUR_MS) await this.#count(sql, now);
    return true;
  }

  /** Reads what answering this student needs besides: numbers of neighbours, and events too old to be held. */
  async prepare(sql: Sql, { attendance }: Student, candidates: readonly string[] | null): Promise<void> {
    const missing = (candidates ?? []).filter((id) => this.catalogue.numberOf(id) === undefined);
    if (missing.length > 0) {
      const rows = await sql<Row[]>`${columns(sql)} where live and id = any(${pgArray(missing)}::text[])`;
      for (const row of rows) {
        this.#versions.set(row.id, row.version);
        this.#put(facts(row));
      }
    }
    const newest = Math.max(
      0,
      ...attendance.map(({ neighbours, leadsTo }) => largestNumber([...neighbours, ...leadsTo])),
    );
    if (newest > this.#newestNeighbour) {
      const rows = await sql<{ number: number; event_id: string }[]>`
        select number, event_id from event_neighbours where number > ${this.#newestNeighbour}`;
      for (const { number, event_id: id } of rows) this.#neighbours.set(number, id);
      this.#newestNeighbour = largestNumber([...this.#neighbours]);
    }
  }

  /** Neighbours by their numbers in the catalogue. */
  resolved(neighbours: readonly (readonly [number: number, value: number])[]): [number, number][] {
    const found: [number, number][] = [];
    for (const [neighbour, value] of neighbours) {
      const number = this.catalogue.numberOf(this.#neighbours.get(neighbour) ?? '');
      if (number !== undefined) found.push([number, value]);
    }
    return found;
  }

  numbersOf(ids: readonly string[]): number[] {
    return [...new Set(ids)].flatMap((id) => this.catalogue.numberOf(id) ?? []);
  }

  /** The numbers of those that have not begun, or do not say when they do. */
  numbers(): number[] {
    return [...this.catalogue.numbers()].filter((number) => {
      const { start } = this.catalogue.at(number);
      return start === null || start > this.#now;
    });
  }

  /** The past events most like an event. */
  alike(number: number): Alike {
    const { start } = this.catalogue.at(number);
    // A past one is compared with what was before it.
    if (start !== null && start <= this.#now) return this.catalogue.alike(number, this.#now);
    const known = this.#alike.get(number) ?? this.catalogue.alike(number, this.#now);
    this.#alike.set(number, known);
    return known;
  }

  async #changes(sql: Sql): Promise<[clock: Date, changed: Row[]]> {
    const [found] = await sql<{ clock: Date; versions: [id: string, version: string][] | null }[]>`
      select now() as clock, (
        select json_agg(json_build_array(id, version::text))
        from events
        where synced_at > ${this.#read}::timestamptz - ${OVERLAP_SECONDS} * interval '1 second'
      ) as versions`;
    const changed = (found?.versions ?? []).filter(([id, version]) => this.#versions.get(id) !== version);
    if (changed.length === 0) return [found?.clock ?? this.#read, []];
    const ids = pgArray(changed.map(([id]) => id));
    return [found?.clock ?? this.#read, await sql<Row[]>`${columns(sql)} where id = any(${ids}::text[])`];
  }

  #put(event: EventFacts): void {
    const number = this.catalogue.put(event);
    if (event.start !== null && event.start < this.#now) this.#compare(number);
  }

  /** Goes on to a later time: what has begun since is a past event now. */
  #pass(now: number): void {
    const before = this.#now;
    this.#now = now;
    for (const number of this.catalogue.numbers()) {
      const { start } = this.catalogue.at(number);
      if (start !== null && start >= before && start < now) this.#compare(number);
    }
  }

  /** Counts a past event among those that upcoming ones are like. */
  #compare(number: number): void {
    this.#alike.delete(number);
    const { likeness, text } = this.catalogue.likenesses(number);
    for (const [candidate, alike] of this.#alike) {
      const value = likeness[candidate] ?? 0;
      const last = alike.numbers.length - 1;
      if (value <= 0 || (alike.numbers.length >= ALIKE && value <= (alike.likeness[last] ?? 0))) continue;
      this.#alike.set(candidate, inserted(alike, number, value, text[candidate] ?? 0));
    }
  }

  async #count(sql: Sql, now: Date): Promise<void> {
    const counts = await sql<{ id: string; people: number }[]>`
      select id, ${people(sql)} as people
      from events
      where live and start_date > ${new Date(now.getTime() - COUNTED_AGAIN_MS)}`;
    for (const { id, people: counted } of counts) this.catalogue.setPeople(id, counted);
    this.#counted = now.getTime();
  }
}

const held = new WeakMap<Sql, Promise<Upcoming>>();

/** The events as they are now, held by the instance from one call to the next. */
export async function upcomingEvents(sql: Sql, now: Date): Promise<Upcoming> {
  const former = held.get(sql) ?? null;
  const current = (async () => {
    const known = await former?.catch(() => null);
    return known != null && (await known.update(sql, now)) ? known : Upcoming.read(sql, now);
  })();
  held.set(sql, current);
  return current;
}

/** A list with one more, as long as before at most. */
function inserted(alike: Alike, number: number, likeness: number, text: number): Alike {
  const place = alike.likeness.findIndex((other) => other < likeness);
  const at = place < 0 ? alike.numbers.length : place;
  const insert = (row: ArrayLike<number>, value: number): number[] =>
    Array.from(row).toSpliced(at, 0, value).slice(0, ALIKE);
  return {
    numbers: Int32Array.from(insert(alike.numbers, number)),
    likeness: Float32Array.from(insert(alike.likeness, likeness)),
    text: Float32Array.from(insert(alike.text, text)),
  };
}

function largestNumber(list: readonly (readonly [number: number, value: unknown])[]): number {
  return list.reduce((largest, [number]) => Math.max(largest, number), 0);
}

function facts({ start_date: start, ...row }: Row): EventFacts {
  return { ...row, start: start?.getTime() ?? null };
}

function columns(sql: Sql): Fragment {
  return sql`
    select id, title, description, category, department, start_date, live, version::text,
      (select coalesce(json_agg(skill_id), '[]') from event_skills where event_id = id) as skills,
      ${people(sql)} as people
    from events`;
}

/** How many attend, or are going to. */
function people(sql: Sql): Fragment {
  return sql`(
    select count(*)::float8 from current_attendance where event_id = events.id
  )`;
}
