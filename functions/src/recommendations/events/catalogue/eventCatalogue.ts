import { PostingLists } from '../../../learning/postingLists.ts';
import { Vocabulary, wordsOf, type TextVector } from '../../../learning/textVectors.ts';
import { topIndices } from '../../../learning/topK.ts';
import { EventColumns, SIMILARITY_PARTS, type EventFacts } from './eventColumns.ts';

/** The most similar past events that a candidate is compared with. */
export const MAX_SIMILAR = 100;

/** Replaced events that a catalogue may hold before it should be rebuilt: this many, and a tenth of the live ones. */
const MAX_REPLACED = 100;

/** Other events by number, with their similarity as a whole and by text, from 0 to 1. */
export interface SimilarEvents {
  numbers: Int32Array;
  similarity: Float32Array;
  text: Float32Array;
}

interface Entry extends EventFacts {
  isLive: boolean;
}

/** The similarities of one event with every event, by number. */
interface Similarities {
  similarity: Float64Array;
  text: Float64Array;
}

/**
 * Events and their similarity: by the words of title and description, by category or skills, and by weekday and hour.
 * Events have numbers from 0; an event that changes gets a new number, and the old one is no longer live.
 */
export class EventCatalogue {
  readonly #entries: Entry[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #vocabulary: Vocabulary;
  readonly #texts = new PostingLists<number>();
  readonly #titles = new PostingLists<number>();
  readonly #skills = new PostingLists<number>();
  readonly #columns = new EventColumns();
  readonly #vectors: { text: TextVector; title: TextVector }[] = [];

  constructor(events: readonly EventFacts[]) {
    this.#vocabulary = new Vocabulary(events.map((event) => wordsOf(textOf(event))));
    for (const event of events) this.put(event);
  }

  /** How many numbers are in use, live or not. */
  get size(): number {
    return this.#entries.length;
  }

  /** Whether so many events have been replaced that the catalogue should be built anew. */
  get needsRebuild(): boolean {
    const live = this.#numbers.size;
    return this.size - live > MAX_REPLACED + live / 10;
  }

  at(number: number): Readonly<Entry> {
    const entry = this.#entries[number];
    if (entry === undefined) throw new Error(`no event has the number ${String(number)}`);
    return entry;
  }

  /** The number of a live event. */
  numberOf(id: string): number | undefined {
    return this.#numbers.get(id);
  }

  /** The numbers of all live events. */
  numbers(): Iterable<number> {
    return this.#numbers.values();
  }

  setPeople(id: string, people: number): void {
    const entry = this.#entries[this.#numbers.get(id) ?? -1];
    if (entry !== undefined) entry.people = people;
  }

  /** Adds an event, or replaces its earlier state. @returns its number */
  put(event: EventFacts): number {
    this.remove(event.id);
    const number = this.size;
    this.#entries.push({ ...event, isLive: true });
    this.#numbers.set(event.id, number);
    this.#columns.push(event);
    const title = this.#vocabulary.vector(wordsOf(event.title));
    const text = this.#vocabulary.vector(wordsOf(textOf(event)));
    this.#vectors.push({ text, title });
    addVector(this.#texts, text, number);
    addVector(this.#titles, title, number);
    for (const skill of event.skills) this.#skills.add(skill, number, 1);
    return number;
  }

  remove(id: string): void {
    const number = this.#numbers.get(id) ?? -1;
    const entry = this.#entries[number];
    if (entry !== undefined) {
      entry.isLive = false;
      this.#columns.ends[number] = Infinity;
    }
    this.#numbers.delete(id);
  }

  /** The events most similar to this one that were over at a time, the most similar first. */
  similarBefore(number: number, time: number, count = MAX_SIMILAR): SimilarEvents {
    const { similarity, text } = this.similarities(number);
    const { ends } = this.#columns;
    for (let other = 0; other < similarity.length; other += 1) {
      if ((ends[other] ?? Infinity) > time || other === number) similarity[other] = 0;
    }
    const best = topIndices(similarity, count, 0);
    return {
      numbers: Int32Array.from(best),
      similarity: Float32Array.from(best, (other) => similarity[other] ?? 0),
      text: Float32Array.from(best, (other) => text[other] ?? 0),
    };
  }

  /** Those that were over at an earlier time: what {@link similarBefore} returns for it if enough are left. */
  narrow({ numbers, similarity, text }: SimilarEvents, time: number): SimilarEvents {
    const { ends } = this.#columns;
    const kept: SimilarEvents = {
      numbers: new Int32Array(MAX_SIMILAR),
      similarity: new Float32Array(MAX_SIMILAR),
      text: new Float32Array(MAX_SIMILAR),
    };
    let count = 0;
    for (let k = 0; k < numbers.length && count < MAX_SIMILAR; k += 1) {
      const number = numbers[k] ?? 0;
      if ((ends[number] ?? Infinity) > time) continue;
      kept.numbers[count] = number;
      kept.similarity[count] = similarity[k] ?? 0;
      kept.text[count] = text[k] ?? 0;
      count += 1;
    }
    return {
      numbers: kept.numbers.subarray(0, count),
      similarity: kept.similarity.subarray(0, count),
      text: kept.text.subarray(0, count),
    };
  }

  /** The similarity of every event with this one. */
  similarities(number: number): Similarities {
    const vectors = this.#vectors[number];
    const text = this.#products(this.#texts, vectors?.text);
    const similarity = this.#products(this.#titles, vectors?.title);
    const sharedSkills = new Float64Array(this.size);
    for (const skill of this.at(number).skills) this.#skills.accumulate(sharedSkills, skill, 1);
    for (let other = 0; other < similarity.length; other += 1) {
      similarity[other] =
        SIMILARITY_PARTS.text * (text[other] ?? 0) + SIMILARITY_PARTS.title * (similarity[other] ?? 0);
    }
    this.#columns.addKindAndTime(number, sharedSkills, similarity);
    return { similarity, text };
  }

  /** The dot products of a vector with the vectors of all events. */
  #products(lists: PostingLists<number>, vector: TextVector | undefined): Float64Array {
    const products = new Float64Array(this.size);
    vector?.terms.forEach((term, k) => {
      lists.accumulate(products, term, vector.weights[k] ?? 0);
    });
    return products;
  }
}

/** The title counts twice. */
function textOf({ title, description }: EventFacts): string {
  return `${title} ${title} ${description ?? ''}`;
}

function addVector(lists: PostingLists<number>, { terms, weights }: TextVector, number: number): void {
  terms.forEach((term, k) => {
    lists.add(term, number, weights[k] ?? 0);
  });
}
