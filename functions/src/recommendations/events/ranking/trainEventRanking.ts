import { preferredOf, readJudged, type Judged } from '../../feedback/feedbackHistory.ts';
import type { Sql } from '../../../platform/postgres.ts';
import { DAY_MS } from '../../../learning/calendar.ts';
import { evenSample } from '../../../learning/evenSample.ts';
import { trainConditionalLogit, type TrainingCase } from '../../../learning/trainConditionalLogit.ts';
import type { Attendance } from '../coAttendance/readAttendance.ts';
import { ALIKE, type Alike, type Catalogue } from '../catalogue/eventCatalogue.ts';
import { featuresOf, profileOf } from './eventFeatures.ts';
import type { Neighbours } from '../coAttendance/eventNeighbours.ts';
import { DEFAULT_WEIGHTS, eventRankingModel, learnedRow, weightsOf } from './eventWeights.ts';
import { Upcoming } from '../catalogue/upcomingEvents.ts';

/** A case asks this long before the event which one it will be, of those that begin within twice as long. */
const AHEAD_MS = 7 * DAY_MS;

/** Cases of attendance, spread evenly over the whole history. */
const CASES = 2000;

/** Events that a case chooses from: a sample of those there were. */
const ALTERNATIVES = 25;
const FEWEST_ALTERNATIVES = 5;

/** What was recommended for so long, and so much of it at most, counts as well. */
const JUDGED_MS = 180 * DAY_MS;
const JUDGEMENTS = 20_000;

/** Who attended what, and which events have how many people in common. */
export interface Together {
  attendance: Attendance;
  /** For each event of the attendance. */
  neighbours: Neighbours[];
}

/** What somebody chose at a time, and what they had to choose from; events by the catalogue's numbers. */
interface Case {
  /** By the number of the attendance. */
  person: number;
  now: number;
  chosen: number;
  others: number[];
}

/**
 * Learns the weights of the ranker from what came true: each event that somebody went to, against those of the same
 * days that they did not go to, as things were known a week before; and each that they opened or accepted when it was
 * recommended, against the others of those days that they did not. Adopted as trainConditionalLogit.ts says.
 *
 * @returns whether a version was adopted.
 */
export async function learnWeights(sql: Sql, now: Date, together: Together): Promise<boolean> {
  const { catalogue } = await Upcoming.read(sql, now);
  const history = new History(catalogue, together);
  const judged = await readJudged(sql, 'event', new Date(now.getTime() - JUDGED_MS), JUDGEMENTS);
  const cases = [...history.attended(now.getTime()), ...history.judged(judged)];
  const measured = history.measure(cases.sort((a, b) => a.now - b.now));
  return trainConditionalLogit(sql, now, measured, {
    model: eventRankingModel,
    weightsInUse: learnedRow((await eventRankingModel.inUse(sql)).parameters),
    priorWeights: learnedRow(DEFAULT_WEIGHTS),
    toParameters: weightsOf,
  });
}

/** The past, to ask what was known at a time. */
class History {
  readonly #catalogue: Catalogue;
  readonly #attendance: Attendance;
  readonly #neighbours: Neighbours[];
  /** The catalogue's numbers of the attendance's events, or -1. */
  readonly #numbers: number[];
  /** The attendance's events by the catalogue's numbers. */
  readonly #events: Map<number, number>;
  /** Those that say when they begin, in that order. */
  readonly #dated: { number: number; start: number }[];
  readonly #alike = new Map<number, Alike>();

  constructor(catalogue: Catalogue, { attendance, neighbours }: Together) {
    this.#catalogue = catalogue;
    this.#attendance = attendance;
    this.#neighbours = neighbours;
    this.#numbers = attendance.events.map((id) => catalogue.numberOf(id) ?? -1);
    this.#events = new Map(this.#numbers.map((number, event) => [number, event]));
    this.#dated = [...catalogue.numbers()]
      .flatMap((number) => {
        const { start } = catalogue.at(number);
        return start === null ? [] : [{ number, start }];
      })
      .sort((a, b) => a.start - b.start);
  }

  /** Who went where before now, against what else there was; evenly spread when there are too many. */
  attended(now: number): Case[] {
    const all = this.#dated
      .filter(({ start }) => start < now)
      .flatMap(({ number, start }) => {
        const event = this.#events.get(number);
        const people = event === undefined ? [] : Array.from(this.#attendance.ofEvent[event] ?? []);
        return people.map((person) => ({ person, number, start }));
      });
    return evenSample(all, CASES).map(({ person, number, start }) => {
      const joined = new Set(this.#own(person));
      const others = this.#between(start - AHEAD_MS, start + AHEAD_MS).filter((other) => !joined.has(other));
      return { person, now: start - AHEAD_MS, chosen: number, others };
    });
  }

  /** What was opened or accepted, against what was shown at about the same time and was not. */
  judged(judgements: Judged[]): Case[] {
    const people = new Map(this.#attendance.people.map((id, person) => [id, person]));
    return preferredOf(judgements, AHEAD_MS).flatMap(({ userId, at, chosen, others }) => {
      const person = people.get(userId);
      const number = this.#catalogue.numberOf(chosen.targetId);
      if (person === undefined || number === undefined) return [];
      return [
        {
          ...{ person, now: at.getTime(), chosen: number },
          others: others.flatMap(({ targetId }) => this.#catalogue.numberOf(targetId) ?? []),
        },
      ];
    });
  }

  measure(cases: Case[]): TrainingCase[] {
    return cases.flatMap((one) => this.#measure(one) ?? []);
  }

  /** Null where there was nothing to choose from, or nothing was known of the person. */
  #measure({ person, now, chosen, others }: Case): TrainingCase | null {
    const catalogue = this.#catalogue;
    const own = Array.from(this.#attendance.ofPerson[person] ?? []).filter((one) => this.#number(one) >= 0);
    const began = own.filter((one) => (this.#start(one) ?? Infinity) < now);
    if (began.length === 0 || others.length + 1 < FEWEST_ALTERNATIVES) return null;

    const categories = began.map((one) => catalogue.at(this.#number(one)).category);
    const profile = profileOf(catalogue, {
      now,
      attended: began.map((one) => this.#number(one)),
      first: Math.min(...began.map((one) => this.#start(one) ?? now)),
      categories: new Set(categories.filter((category) => category !== null)),
      neighbours: began.map((one) => this.#neighboursOf(one)),
    });
    const numbers = [chosen, ...evenSample(others, ALTERNATIVES - 1)];
    const alternatives = numbers.map((number) =>
      featuresOf(profile, catalogue.at(number), this.#alikeAt(number, now)),
    );
    const visits = Map.groupBy(categories, (category) => category);
    const plain = numbers.map((number) => {
      const { category } = catalogue.at(number);
      return Float64Array.of(category === null ? 0 : (visits.get(category)?.length ?? 0));
    });
    return { choice: { alternatives, chosen: 0 }, baseline: { alternatives: plain, chosen: 0 } };
  }

  #own(person: number): number[] {
    return Array.from(this.#attendance.ofPerson[person] ?? [], (event) => this.#number(event));
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
