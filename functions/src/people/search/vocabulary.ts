import type { Sql } from '../../platform/postgres.ts';
import { trigrams } from './words.ts';

/** How much a word as a whole counts beside each of its trigrams. */
const WHOLE_WORD = 1.5;

/** Rarity counts with this power: between the classic 1 of cosine and the 2 of sums. */
const RARITY_POWER = 1.15;

/** When all words are read again rather than only new ones: after so long, or while there are few. */
const MAX_AGE_MS = 10 * 60 * 1000;
const FEW = 20_000;

/** Features (trigrams and whole words) with their weights. */
export type Weights = Map<string, number>;

export interface Feature {
  feature: string;
  weight: number;
}

/** How often the index has changed, and how many people it holds. */
export interface State {
  generation: number;
  people: number;
}

/** A word of the campus. */
interface Word {
  word: string;
  people: number;
}

/**
 * The campus' words in memory: which are alike, and how much each says. Trigrams and whole words are weighted
 * by their rarity (inverse document frequency), so a text is near to another when they share rare parts of
 * words.
 */
export class Vocabulary {
  #generation = -1;
  #readAt = 0;
  #people = 0;
  #lastId = 0;
  readonly #words = new Map<number, Word>();
  readonly #ids = new Map<string, number>();
  readonly #peopleOfFeature = new Map<string, number>();
  readonly #wordsOfTrigram = new Map<string, number[]>();
  readonly #features = new Map<number, Feature[]>();

  /** Whether it is what the index had at this generation. */
  isOf(generation: number): boolean {
    return this.#generation === generation && Date.now() - this.#readAt <= MAX_AGE_MS;
  }

  /** Whether more than new words have to be read. */
  get isOld(): boolean {
    return this.#words.size < FEW || Date.now() - this.#readAt > MAX_AGE_MS;
  }

  /** Reads the words that it does not have. */
  async read(sql: Sql, { generation, people }: State): Promise<void> {
    const rows = await sql<{ id: number; word: string; people: number }[]>`
      select id, word, people::float8 as people from search_words where id > ${this.#lastId} and people > 0`;
    if (this.#generation === -1) this.#readAt = Date.now();
    this.#generation = generation;
    this.#people = people;
    for (const row of rows) this.#add(row);
  }

  #add({ id, word, people }: { id: number; word: string; people: number }): void {
    this.#lastId = Math.max(this.#lastId, id);
    this.#words.set(id, { word, people });
    this.#ids.set(word, id);
    for (const trigram of new Set(trigrams(word))) {
      this.#peopleOfFeature.set(trigram, (this.#peopleOfFeature.get(trigram) ?? 0) + people);
      const words = this.#wordsOfTrigram.get(trigram);
      if (words === undefined) this.#wordsOfTrigram.set(trigram, [id]);
      else words.push(id);
    }
  }

  /** How many people have the word; 0 for one that is not known. */
  peopleOf(id: number): number {
    return this.#words.get(id)?.people ?? 0;
  }

  /** How much a word says: the logarithm of how rare it is. */
  rarity(id: number | undefined): number {
    return this.#rarityOf(id === undefined ? 0 : this.peopleOf(id));
  }

  idOf(word: string): number | undefined {
    return this.#ids.get(word);
  }

  wordOf(id: number): string {
    return this.#words.get(id)?.word ?? '';
  }

  /** The features of a word, whether it is known or not. */
  featuresOf(word: string): Feature[] {
    const id = this.#ids.get(word);
    const known = id === undefined ? undefined : this.#features.get(id);
    if (known !== undefined) return known;
    const counts = new Map<string, number>();
    for (const trigram of trigrams(word)) counts.set(trigram, (counts.get(trigram) ?? 0) + 1);
    const features = [...counts].map(([feature, count]) => ({
      feature,
      weight: count * this.#weight(this.#peopleOfFeature.get(feature) ?? 0),
    }));
    features.push({
      feature: `#${word}`,
      weight: WHOLE_WORD * this.#weight(id === undefined ? 0 : this.peopleOf(id)),
    });
    if (id !== undefined) this.#features.set(id, features);
    return features;
  }

  /** The features of a text together, of length 1. */
  direction(words: string[]): Weights {
    const sum: Weights = new Map();
    for (const word of words) {
      for (const { feature, weight } of this.featuresOf(word))
        sum.set(feature, (sum.get(feature) ?? 0) + weight);
    }
    return normalized(sum);
  }

  /** The known words most like this one, with how alike they are, from `floor` to 1; itself among them. */
  similar(
    word: string,
    { floor, limit }: { floor: number; limit: number },
  ): { id: number; likeness: number }[] {
    const own = this.direction([word]);
    const sums = new Map<number, number>();
    for (const [feature, weight] of own) {
      const factor = weight * this.#weight(this.#peopleOfFeature.get(feature) ?? 0);
      for (const id of this.#wordsOfTrigram.get(feature) ?? []) sums.set(id, (sums.get(id) ?? 0) + factor);
    }
    const self = this.#ids.get(word);
    const likely = [...sums]
      .sort((a, b) => b[1] - a[1])
      .slice(0, limit * 10)
      .map(([id]) => ({
        id,
        likeness: id === self ? 1 : dot(own, this.direction([this.#words.get(id)?.word ?? ''])),
      }));
    return likely
      .filter(({ likeness }) => likeness >= floor)
      .sort((a, b) => b.likeness - a.likeness)
      .slice(0, limit);
  }

  #rarityOf(people: number): number {
    return Math.log((1 + this.#people) / (1 + Math.min(people, this.#people))) + 1;
  }

  #weight(people: number): number {
    return this.#rarityOf(people) ** RARITY_POWER;
  }
}

/** The same direction, of length 1. */
export function normalized(weights: Weights): Weights {
  const length = Math.hypot(...weights.values());
  return length === 0
    ? weights
    : new Map(weights.entries().map(([feature, weight]) => [feature, weight / length]));
}

function dot(a: Weights, b: Weights): number {
  let sum = 0;
  for (const [feature, weight] of a) sum += weight * (b.get(feature) ?? 0);
  return sum;
}

const vocabularies = new WeakMap<Sql, Vocabulary>();

/** This instance's vocabulary of a database, as new as the index in this state. */
export async function vocabularyOf(sql: Sql, state: State): Promise<Vocabulary> {
  let vocabulary = vocabularies.get(sql);
  if (vocabulary?.isOf(state.generation)) return vocabulary;
  if (vocabulary === undefined || vocabulary.isOld) vocabulary = new Vocabulary();
  await vocabulary.read(sql, state);
  vocabularies.set(sql, vocabulary);
  return vocabulary;
}
