import { logger } from 'firebase-functions';
import type { Sql } from '../../platform/postgres.ts';
import { fitConditionalLogit, type Choice } from '../models/conditionalLogit.ts';
import { metricsOf } from '../models/ranking.ts';
import { keepVersion } from '../models/versions.ts';
import type { Attendance } from './attendance.ts';
import { ALIKE, type Alike, type Catalogue } from './catalogue.ts';
import { featuresOf, profileOf } from './features.ts';
import { cosineNeighbours, type Neighbours } from './neighbours.ts';
import { learnedRow, MODEL, readWeights, weightsOf } from './ranker.ts';
import { Upcoming } from './upcoming.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** A case asks this long before the event which one it will be, of those that begin within twice as long. */
const AHEAD_MS = 7 * DAY_MS;

/** Cases of the whole history, spread evenly: about 20 seconds with 15,000 events. */
const CASES = 4000;

/** Events that a case chooses from: a sample of those there were. */
const ALTERNATIVES = 25;
const FEWEST_ALTERNATIVES = 5;

/** The share of the cases, in the order of time, that weights are fitted on; the others measure them. */
const EARLIER = 0.8;

/** With fewer to measure by, the version in use stays. */
const FEWEST_CASES = 50;

/** How firmly the weights hold to those in use. */
const RIDGE = 5;

/** What somebody chose at a time, by numbers of the attendance. */
interface Case {
  person: number;
  event: number;
  start: number;
}

/** A choice with the features, and the plain ranking's: how often the person went to the category. */
interface Measured {
  learned: Choice;
  plain: Choice;
}

/**
 * Learns the weights of the ranker from what came true: each event that somebody went to, against those of the same
 * days that they did not go to, as things were known a week before. Fitted on the earlier part of the history,
 * measured on the later; adopted when better there than the version in use.
 *
 * @returns whether a version was adopted.
 */
export async function learnWeights(sql: Sql, now: Date, attendance: Attendance): Promise<boolean> {
  const { catalogue } = await Upcoming.read(sql, now);
  const cases = casesOf(catalogue, attendance, now.getTime());
  const measured = new History(catalogue, attendance).measure(cases);
  const cut = Math.floor(measured.length * EARLIER);
  const later = measured.slice(cut);
  if (later.length < FEWEST_CASES) {
    logger.info('too little history to learn the ranking of events from', { cases: measured.length });
    return false;
  }
  const used = learnedRow((await readWeights(sql)).parameters);
  const fitted = fitConditionalLogit(
    measured.slice(0, cut).map(({ learned }) => learned),
    { prior: used, ridge: RIDGE },
  );
  const choices = later.map(({ learned }) => learned);
  return keepVersion(sql, now, {
    model: MODEL,
    parameters: weightsOf(fitted),
    metrics: {
      fitted: metricsOf(choices, fitted),
      inUse: metricsOf(choices, used),
      plain: metricsOf(
        later.map(({ plain }) => plain),
        [1],
      ),
    },
    cases: later.length,
  });
}

/** Who went where before now, in the order of time; evenly spread when there are too many. */
function casesOf(catalogue: Catalogue, { events, ofEvent }: Attendance, now: number): Case[] {
  const past = events
    .map((id, event) => ({ event, start: startOf(catalogue, id) }))
    .filter((one): one is { event: number; start: number } => one.start !== null && one.start < now)
    .sort((a, b) => a.start - b.start || a.event - b.event);
  const all = past.flatMap(({ event, start }) =>
    Array.from(ofEvent[event] ?? [], (person) => ({ person, event, start })),
  );
  const each = Math.max(1, all.length / CASES);
  return Array.from({ length: Math.min(all.length, CASES) }, (_, k) => all[Math.floor(k * each)]).filter(
    (one) => one !== undefined,
  );
}

function startOf(catalogue: Catalogue, id: string): number | null {
  const number = catalogue.numberOf(id);
  return number === undefined ? null : catalogue.at(number).start;
}

/** The past, to ask what was known at a time. */
class History {
  readonly #catalogue: Catalogue;
  readonly #attendance: Attendance;
  readonly #neighbours: Neighbours[];
  /** The catalogue's numbers of the attendance's events, or -1. */
  readonly #numbers: number[];
  /** Those that say when they begin, in that order. */
  readonly #dated: { number: number; start: number }[];
  readonly #alike = new Map<number, Alike>();

  constructor(catalogue: Catalogue, attendance: Attendance) {
    this.#catalogue = catalogue;
    this.#attendance = attendance;
    this.#neighbours = cosineNeighbours(attendance);
    this.#numbers = attendance.events.map((id) => catalogue.numberOf(id) ?? -1);
    this.#dated = [...catalogue.numbers()]
      .flatMap((number) => {
        const { start } = catalogue.at(number);
        return start === null ? [] : [{ number, start }];
      })
      .sort((a, b) => a.start - b.start);
  }

  measure(cases: Case[]): Measured[] {
    return cases.flatMap((one) => this.#measure(one) ?? []);
  }

  /** Null where there was nothing to choose from, or nothing was known of the person. */
  #measure({ person, event, start }: Case): Measured | null {
    const catalogue = this.#catalogue;
    const now = start - AHEAD_MS;
    const own = Array.from(this.#attendance.ofPerson[person] ?? []).filter((one) => this.#number(one) >= 0);
    const began = own.filter((one) => (this.#start(one) ?? Infinity) < now);
    if (began.length === 0) return null;
    const chosen = this.#number(event);
    const joined = new Set(own.map((one) => this.#number(one)));
    const others = this.#between(now, start + AHEAD_MS).filter((number) => !joined.has(number));
    if (others.length + 1 < FEWEST_ALTERNATIVES) return null;

    const categories = began.map((one) => catalogue.at(this.#number(one)).category);
    const profile = profileOf(catalogue, {
      now,
      attended: began.map((one) => this.#number(one)),
      first: Math.min(...began.map((one) => this.#start(one) ?? now)),
      categories: new Set(categories.filter((category) => category !== null)),
      neighbours: began.map((one) => this.#neighboursOf(one)),
    });
    const numbers = [chosen, ...sample(others, ALTERNATIVES - 1)];
    const alternatives = numbers.map((number) =>
      featuresOf(catalogue, profile, catalogue.at(number), this.#alikeAt(number, now)),
    );
    const plain = numbers.map((number) => {
      const { category } = catalogue.at(number);
      return Float64Array.of(categories.filter((one) => one !== null && one === category).length);
    });
    return { learned: { alternatives, chosen: 0 }, plain: { alternatives: plain, chosen: 0 } };
  }

  #number(event: number): number {
    return this.#numbers[event] ?? -1;
  }

  #start(event: number): number | null {
    return this.#catalogue.at(this.#number(event)).start;
  }

  #neighboursOf(event: number): [number, number][] {
    const { numbers = [], values = [] } = this.#neighbours[event] ?? {};
    return numbers.flatMap((other, k) => {
      const number = this.#number(other);
      return number >= 0 ? [[number, values[k] ?? 0] as [number, number]] : [];
    });
  }

  /** Those that begin from one time to another. */
  #between(from: number, to: number): number[] {
    let low = 0;
    let high = this.#dated.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#dated[middle]?.start ?? 0) < from) low = middle + 1;
      else high = middle;
    }
    const found: number[] = [];
    for (let k = low; (this.#dated[k]?.start ?? Infinity) <= to; k += 1)
      found.push(this.#dated[k]?.number ?? 0);
    return found;
  }

  /** Events are asked about from two weeks before they begin: what is most like them is looked up once. */
  #alikeAt(number: number, now: number): Alike {
    const { start } = this.#catalogue.at(number);
    const known = this.#alike.get(number) ?? this.#catalogue.alike(number, start ?? now, 2 * ALIKE);
    this.#alike.set(number, known);
    return this.#catalogue.narrowed(known, now);
  }
}

/** So many, evenly spread. */
function sample(numbers: number[], most: number): number[] {
  if (numbers.length <= most) return numbers;
  return Array.from({ length: most }, (_, k) => numbers[Math.floor((k * numbers.length) / most)] ?? 0);
}
