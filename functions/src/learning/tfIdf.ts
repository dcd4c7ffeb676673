/** Of a longer text, only its beginning counts. */
const MAX_CHARACTERS = 5000;

/** Words that a text is known by; of more, the ones that say most. */
const MAX_TERMS = 64;

/** The terms of a text with their weights; a vector of length 1, or the empty one. */
export interface TextVector {
  terms: Int32Array;
  weights: Float32Array;
}

/** The words of a text; a letter alone is none. */
export function wordsOf(text: string): string[] {
  return (
    text
      .slice(0, MAX_CHARACTERS)
      .toLowerCase()
      .match(/[\p{L}\p{N}]{2,}/gu) ?? []
  );
}

/**
 * The words of some texts, and in how many of them each occurs. A word that is in all of them says nothing, a
 * rare one much: tf-idf, with the logarithm of how often a text has the word.
 */
export class Vocabulary {
  readonly #terms = new Map<string, number>();
  readonly #texts: number[] = [];
  readonly #size: number;

  constructor(texts: readonly string[][]) {
    this.#size = texts.length;
    for (const words of texts) {
      for (const word of new Set(words)) {
        const term = this.#term(word);
        this.#texts[term] = (this.#texts[term] ?? 0) + 1;
      }
    }
  }

  /** A word that none of the texts had counts as one that a single one had. */
  vector(words: readonly string[]): TextVector {
    const counts = new Map<number, number>();
    for (const word of words) {
      const term = this.#term(word);
      counts.set(term, (counts.get(term) ?? 0) + 1);
    }
    const weighted = [...counts]
      .map(([term, count]) => ({ term, weight: (1 + Math.log(count)) * this.#rarity(term) }))
      .sort((a, b) => b.weight - a.weight)
      .slice(0, MAX_TERMS);
    const length = Math.hypot(...weighted.map(({ weight }) => weight));
    return {
      terms: Int32Array.from(weighted, ({ term }) => term),
      weights: Float32Array.from(weighted, ({ weight }) => (length > 0 ? weight / length : 0)),
    };
  }

  #term(word: string): number {
    const known = this.#terms.get(word);
    if (known !== undefined) return known;
    const term = this.#terms.size;
    this.#terms.set(word, term);
    return term;
  }

  #rarity(term: number): number {
    return Math.log((1 + this.#size) / (this.#texts[term] ?? 1));
  }
}
