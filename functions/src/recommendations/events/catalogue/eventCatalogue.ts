import { PostingLists } from '../../../learning/postingLists.ts';
import { Vocabulary, wordsOf, type TextVector } from '../../../learning/textVectors.ts';
import { topIndices } from '../../../learning/topK.ts';

/** Past events that a candidate is compared with: the most alike ones. */
export const ALIKE = 100;

/** Hours apart at which "the same hour" counts e^-½. */
const SAME_HOUR = 2;

/** What makes two events alike, from 0 to 1; chosen on the public data that `npm run eval -- events` reads. */
const SHARES = { text: 0.5, title: 0.2, kind: 0.2, hour: 0.1 };

/** An event as it is compared. */
export interface EventFacts {
  id: string;
  title: string;
  description: string | null;
  category: string | null;
  department: string | null;
  skills: number[];
  /** Milliseconds since 1970; null where the event does not say. */
  start: number | null;
  /** How many people attend it, or are going to. */
  people: number;
}

/** Other events, by their numbers, with how alike they are, and how alike their texts, from 0 to 1. */
export interface Alike {
  numbers: Int32Array;
  likeness: Float32Array;
  text: Float32Array;
}

interface Entry extends EventFacts {
  live: boolean;
}

/** What is compared of every event, by number: an array for each, since comparing is what takes the time. */
interface Columns {
  /** Categories by number; -1 for none. */
  category: number[];
  skills: number[];
  /** When it begins; infinity where it does not say, or is not live any more. */
  start: number[];
  /** Day and hour of the week, in UTC; -1 where it does not say when it begins. */
  weekday: number[];
  hour: number[];
}

/** Likenesses of one event to every event, by number. */
interface Likenesses {
  likeness: Float64Array;
  text: Float64Array;
}

/**
 * Events and how alike they are: by the words of title and description, by category or skills, and by weekday and
 * hour. Events have numbers, from 0 on; one that changes gets a new number, and the old one is not live any more.
 */
export class Catalogue {
  readonly #entries: Entry[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #vocabulary: Vocabulary;
  readonly #texts = new PostingLists<number>();
  readonly #titles = new PostingLists<number>();
  readonly #skills = new PostingLists<number>();
  readonly #columns: Columns = { category: [], skills: [], start: [], weekday: [], hour: [] };
  readonly #categories = new Map<string, number>();
  readonly #vectors: { text: TextVector; title: TextVector }[] = [];

  constructor(events: readonly EventFacts[]) {
    this.#vocabulary = new Vocabulary(events.map((event) => wordsOf(textOf(event))));
    for (const event of events) this.put(event);
  }

  /** How many numbers there are. */
  get size(): number {
    return this.#entries.length;
  }

  /** Whether so much has changed that it should be built anew. */
  get worn(): boolean {
    const live = this.#numbers.size;
    return this.size - live > 100 + live / 10;
  }

  at(number: number): Readonly<Entry> {
    const entry = this.#entries[number];
    if (entry === undefined) throw new Error(`there is no event with number ${String(number)}`);
    return entry;
  }

  /** The number of an event that is live. */
  numberOf(id: string): number | undefined {
    return this.#numbers.get(id);
  }

  /** The numbers of all that are live. */
  numbers(): Iterable<number> {
    return this.#numbers.values();
  }

  setPeople(id: string, people: number): void {
    const entry = this.#entries[this.#numbers.get(id) ?? -1];
    if (entry !== undefined) entry.people = people;
  }

  /** Takes an event, in place of its former state. */
  put(event: EventFacts): number {
    this.remove(event.id);
    const number = this.size;
    this.#entries.push({ ...event, live: true });
    this.#numbers.set(event.id, number);
    this.#compare(event);
    const title = this.#vocabulary.vector(wordsOf(event.title));
    const text = this.#vocabulary.vector(wordsOf(textOf(event)));
    this.#vectors.push({ text, title });
    addTo(this.#texts, text, number);
    addTo(this.#titles, title, number);
    for (const skill of event.skills) this.#skills.add(skill, number, 1);
    return number;
  }

  remove(id: string): void {
    const entry = this.#entries[this.#numbers.get(id) ?? -1];
    if (entry !== undefined) {
      entry.live = false;
      this.#columns.start[this.#numbers.get(id) ?? -1] = Infinity;
    }
    this.#numbers.delete(id);
  }

  /** The `most` events most like this one, of those that began before; the most alike first. */
  alike(number: number, before: number, most = ALIKE): Alike {
    const { likeness, text } = this.likenesses(number);
    const { start } = this.#columns;
    for (let other = 0; other < likeness.length; other += 1) {
      if ((start[other] ?? Infinity) >= before || other === number) likeness[other] = 0;
    }
    const best = topIndices(likeness, most, 0);
    return {
      numbers: Int32Array.from(best),
      likeness: Float32Array.from(best, (other) => at(likeness, other)),
      text: Float32Array.from(best, (other) => at(text, other)),
    };
  }

  /** Those of them that began before: what {@link alike} gives for that time when enough are left. */
  narrowed({ numbers, likeness, text }: Alike, before: number): Alike {
    const { start } = this.#columns;
    const kept: Alike = {
      numbers: new Int32Array(ALIKE),
      likeness: new Float32Array(ALIKE),
      text: new Float32Array(ALIKE),
    };
    let count = 0;
    for (let k = 0; k < numbers.length && count < ALIKE; k += 1) {
      const number = numbers[k] ?? 0;
      if ((start[number] ?? Infinity) >= before) continue;
      kept.numbers[count] = number;
      kept.likeness[count] = likeness[k] ?? 0;
      kept.text[count] = text[k] ?? 0;
      count += 1;
    }
    return {
      numbers: kept.numbers.subarray(0, count),
      likeness: kept.likeness.subarray(0, count),
      text: kept.text.subarray(0, count),
    };
  }

  /** How alike every event is to this one. */
  likenesses(number: number): Likenesses {
    const vectors = this.#vectors[number];
    const text = this.#products(this.#texts, vectors?.text);
    const likeness = this.#products(this.#titles, vectors?.title);
    const shared = new Float64Array(this.size);
    for (const skill of this.at(number).skills) this.#skills.accumulate(shared, skill, 1);
    const { category, skills, weekday, hour } = this.#columns;
    const [ownCategory = -1, ownSkills = 0] = [category[number], skills[number]];
    const [ownWeekday = -1, ownHour = 0] = [weekday[number], hour[number]];
    for (let other = 0; other < likeness.length; other += 1) {
      let value = SHARES.text * at(text, other) + SHARES.title * at(likeness, other);
      const kind =
        ownCategory >= 0 && ownCategory === category[other]
          ? 1
          : jaccard(at(shared, other), ownSkills, skills[other] ?? 0);
      if (kind > 0) {
        value += kind * SHARES.kind;
        if (ownWeekday >= 0 && ownWeekday === weekday[other])
          value += kind * SHARES.hour * sameHour(ownHour, hour[other] ?? 0);
      }
      likeness[other] = value;
    }
    return { likeness, text };
  }

  #compare({ category, skills, start }: EventFacts): void {
    const time = new Date(start ?? 0);
    if (category !== null && !this.#categories.has(category))
      this.#categories.set(category, this.#categories.size);
    this.#columns.category.push(this.#categories.get(category ?? '') ?? -1);
    this.#columns.skills.push(skills.length);
    this.#columns.start.push(start ?? Infinity);
    this.#columns.weekday.push(start === null ? -1 : time.getUTCDay());
    this.#columns.hour.push(time.getUTCHours() + time.getUTCMinutes() / 60);
  }

  #products(index: PostingLists<number>, vector: TextVector | undefined): Float64Array {
    const products = new Float64Array(this.size);
    vector?.terms.forEach((term, k) => {
      index.accumulate(products, term, vector.weights[k] ?? 0);
    });
    return products;
  }
}

/** The title counts twice. */
function textOf({ title, description }: EventFacts): string {
  return `${title} ${title} ${description ?? ''}`;
}

/** From 0 to 1: 1 at the same hour. */
function sameHour(a: number, b: number): number {
  const apart = Math.abs(a - b);
  return Math.exp(-((Math.min(apart, 24 - apart) / SAME_HOUR) ** 2) / 2);
}

function jaccard(shared: number, first: number, second: number): number {
  return shared > 0 ? shared / (first + second - shared) : 0;
}

function addTo(index: PostingLists<number>, { terms, weights }: TextVector, number: number): void {
  terms.forEach((term, k) => {
    index.add(term, number, weights[k] ?? 0);
  });
}

function at(row: Float64Array, index: number): number {
  return row[index] ?? 0;
}
