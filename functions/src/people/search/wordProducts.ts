import type { FeatureVector } from './featureVector.ts';
import type { SearchQuery } from './searchQuery.ts';
import type { Vocabulary } from './vocabulary.ts';

/** How an indexed word relates to a query. */
export interface WordProducts {
  /** The squared length of the word's vector. */
  square: number;
  /** Dot products with the vectors of the query, its synonyms and each of its expansions, in this order. */
  products: Float64Array;
  /** Cosines with each word of the query. */
  similarities: Float64Array;
}

/** Computes each word's products with a query once; documents are then sums over their words. */
export class WordProductCache {
  readonly #vocabulary: Vocabulary;
  /** Feature → the vectors that contain it, with its weight in them. */
  readonly #postings = new Map<string, { vector: number; weight: number }[]>();
  readonly #products = new Map<number, WordProducts>();
  readonly #vectorCount: number;
  readonly #queryWordCount: number;

  constructor(query: SearchQuery, vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
    const vectors: FeatureVector[] = [
      query.vector,
      query.synonymVector ?? new Map<string, number>(),
      ...query.expansions.map(({ vector }) => vector),
      ...query.words.map((word) => vocabulary.vectorOf([word])),
    ];
    this.#vectorCount = vectors.length;
    this.#queryWordCount = query.words.length;
    for (const [vector, weights] of vectors.entries()) {
      for (const [feature, weight] of weights) {
        const postings = this.#postings.get(feature);
        if (postings === undefined) this.#postings.set(feature, [{ vector, weight }]);
        else postings.push({ vector, weight });
      }
    }
  }

  of(wordId: number): WordProducts {
    const cached = this.#products.get(wordId);
    if (cached !== undefined) return cached;
    const products = new Float64Array(this.#vectorCount);
    let square = 0;
    for (const { feature, weight } of this.#vocabulary.featuresOf(this.#vocabulary.wordOf(wordId))) {
      square += weight * weight;
      for (const { vector, weight: other } of this.#postings.get(feature) ?? []) {
        products[vector] = (products[vector] ?? 0) + weight * other;
      }
    }
    const length = Math.sqrt(square) || 1;
    const similarities = products
      .slice(this.#vectorCount - this.#queryWordCount)
      .map((product) => product / length);
    const word = { square: square || 1, products, similarities };
    this.#products.set(wordId, word);
    return word;
  }
}
