import { DocumentFrequencies, tfIdfVector } from './tfIdf.ts';

/** Longer texts are cut off here. */
const MAX_CHARACTERS = 5000;

/** Terms per text; of more, the heaviest are kept. */
const MAX_TERMS = 64;

/** Term numbers with their TF-IDF weights, heaviest first: a vector of length 1, or an empty one. */
export interface TextVector {
  terms: Int32Array;
  weights: Float32Array;
}

/** The words of a text in lower case; single letters are not words. */
export function wordsOf(text: string): string[] {
  return (
    text
      .slice(0, MAX_CHARACTERS)
      .toLowerCase()
      .match(/[\p{L}\p{N}]{2,}/gu) ?? []
  );
}

/** Numbers words and turns texts into compact TF-IDF vectors, with document frequencies from a given set of texts. */
export class Vocabulary {
  readonly #terms = new Map<string, number>();
  readonly #frequencies: DocumentFrequencies<string>;

  constructor(texts: readonly string[][]) {
    this.#frequencies = new DocumentFrequencies(texts);
  }

  /** A word that occurs in none of the texts counts as if it occurred in one. */
  vector(words: readonly string[]): TextVector {
    const weighted = tfIdfVector(words, this.#frequencies, MAX_TERMS);
    return {
      terms: Int32Array.from(weighted, ({ term }) => this.#numberOf(term)),
      weights: Float32Array.from(weighted, ({ weight }) => weight),
    };
  }

  #numberOf(word: string): number {
    const known = this.#terms.get(word);
    if (known !== undefined) return known;
    const number = this.#terms.size;
    this.#terms.set(word, number);
    return number;
  }
}
