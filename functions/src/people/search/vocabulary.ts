import type { Sql } from '../../platform/postgres.ts';
import { dotProduct, normalise, type FeatureVector } from './featureVector.ts';
import { trigrams } from '../../platform/text/trigrams.ts';

/** Weight of the whole word relative to one of its trigrams. */
const WHOLE_WORD_WEIGHT = 1.5;

/** Exponent of the inverse document frequency: between the 1 of a classic cosine and the 2 of a sum. */
const RARITY_EXPONENT = 1.15;

/** A vocabulary that is older than this or this small is reread in full; otherwise only new words are read. */
const MAX_AGE_MS = 10 * 60 * 1000;
const SMALL_VOCABULARY = 20_000;

interface Feature {
  feature: string;
  weight: number;
}

/** The state of the search index. */
export interface IndexState {
  /** Incremented by every change. */
  generation: number;
  people: number;
}

interface Word {
  word: string;
  /** The number of people whose documents contain it. */
  people: number;
}

/**
 * All indexed words, in memory: how similar and how informative they are. Trigrams and whole words are weighted by
 * inverse document frequency, so texts are similar if they share rare parts of words.
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

  isCurrent(generation: number): boolean {
    return this.#generation === generation && Date.now() - this.#readAt <= MAX_AGE_MS;
  }

  get needsFullRead(): boolean {
    return this.#words.size < SMALL_VOCABULARY || Date.now() - this.#readAt > MAX_AGE_MS;
  }

  /** Reads the words added since the last read. */
  async read(sql: Sql, { generation, people }: IndexState): Promise<void> {
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

  /** The number of people whose documents contain the word; 0 if unknown. */
  peopleOf(id: number): number {
    return this.#words.get(id)?.people ?? 0;
  }

  /** The word's smoothed inverse document frequency. */
  rarity(id: number | undefined): number {
    return this.#rarityOf(id === undefined ? 0 : this.peopleOf(id));
  }

  idOf(word: string): number | undefined {
    return this.#ids.get(word);
  }

  wordOf(id: number): string {
    return this.#words.get(id)?.word ?? '';
  }

  /** The weighted features of a word, indexed or not. */
  featuresOf(word: string): Feature[] {
    const id = this.#ids.get(word);
    const cached = id === undefined ? undefined : this.#features.get(id);
    if (cached !== undefined) return cached;
    const counts = new Map<string, number>();
    for (const trigram of trigrams(word)) counts.set(trigram, (counts.get(trigram) ?? 0) + 1);
    const features = [...counts].map(([feature, count]) => ({
      feature,
      weight: count * this.#weight(this.#peopleOfFeature.get(feature) ?? 0),
    }));
    features.push({
      feature: `#${word}`,
      weight: WHOLE_WORD_WEIGHT * this.#weight(id === undefined ? 0 : this.peopleOf(id)),
    });
    if (id !== undefined) this.#features.set(id, features);
    return features;
  }

  /** The unit vector of a text. */
  vectorOf(words: string[]): FeatureVector {
    const sum: FeatureVector = new Map();
    for (const word of words) {
      for (const { feature, weight } of this.featuresOf(word))
        sum.set(feature, (sum.get(feature) ?? 0) + weight);
    }
    return normalise(sum);
  }

  /** The indexed words most similar to a word, including itself, with their cosines of at least `minSimilarity`. */
  similarWords(
    word: string,
    { minSimilarity, limit }: { minSimilarity: number; limit: number },
  ): { id: number; similarity: number }[] {
    const vector = this.vectorOf([word]);
    const sums = new Map<number, number>();
    for (const [feature, weight] of vector) {
      const factor = weight * this.#weight(this.#peopleOfFeature.get(feature) ?? 0);
      for (const id of this.#wordsOfTrigram.get(feature) ?? []) sums.set(id, (sums.get(id) ?? 0) + factor);
    }
    const self = this.#ids.get(word);
    // Sums of shared trigrams are cheap; only the most promising words get an exact cosine.
    const promising = [...sums]
      .sort((a, b) => b[1] - a[1])
      .slice(0, limit * 10)
      .map(([id]) => ({
        id,
        similarity: id === self ? 1 : dotProduct(vector, this.vectorOf([this.wordOf(id)])),
      }));
    return promising
      .filter(({ similarity }) => similarity >= minSimilarity)
      .sort((a, b) => b.similarity - a.similarity)
      .slice(0, limit);
  }

  #rarityOf(people: number): number {
    return Math.log((1 + this.#people) / (1 + Math.min(people, this.#people))) + 1;
  }

  #weight(people: number): number {
    return this.#rarityOf(people) ** RARITY_EXPONENT;
  }
}

const vocabularies = new WeakMap<Sql, Vocabulary>();

/** This instance's vocabulary of a database, brought up to date with the state of the index. */
export async function currentVocabulary(sql: Sql, state: IndexState): Promise<Vocabulary> {
  let vocabulary = vocabularies.get(sql);
  if (vocabulary?.isCurrent(state.generation)) return vocabulary;
  if (vocabulary === undefined || vocabulary.needsFullRead) vocabulary = new Vocabulary();
  await vocabulary.read(sql, state);
  vocabularies.set(sql, vocabulary);
  return vocabulary;
}
