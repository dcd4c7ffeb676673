/** Feature weights of a text, normalised to unit length. */
type Weights = Map<string, number>;

/**
 * Ranks texts by the cosine of their TF-IDF weighted character n-grams (two to four characters, within words): the
 * strongest published lexical method on occupation titles.
 */
export class NgramBaseline {
  readonly #idf = new Map<string, number>();
  readonly #postings = new Map<string, { text: number; weight: number }[]>();
  readonly #count: number;

  constructor(texts: string[]) {
    this.#count = texts.length;
    const counted = texts.map(ngrams);
    const frequencies = new Map<string, number>();
    for (const counts of counted)
      for (const ngram of counts.keys()) frequencies.set(ngram, (frequencies.get(ngram) ?? 0) + 1);
    for (const [ngram, frequency] of frequencies) {
      this.#idf.set(ngram, Math.log((1 + texts.length) / (1 + frequency)) + 1);
      this.#postings.set(ngram, []);
    }
    for (const [text, counts] of counted.entries()) {
      for (const [ngram, weight] of this.#weigh(counts)) this.#postings.get(ngram)?.push({ text, weight });
    }
  }

  /** Indexes of the texts most similar to the query, best first. */
  rank(query: string, limit: number): number[] {
    const scores = new Float64Array(this.#count);
    for (const [ngram, weight] of this.#weigh(ngrams(query))) {
      for (const { text, weight: other } of this.#postings.get(ngram) ?? [])
        scores[text] = (scores[text] ?? 0) + weight * other;
    }
    return [...scores.keys()]
      .filter((text) => (scores[text] ?? 0) > 0)
      .sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b)
      .slice(0, limit);
  }

  #weigh(counts: Map<string, number>): Weights {
    const weights = new Map(
      counts.entries().map(([ngram, count]) => [ngram, count * (this.#idf.get(ngram) ?? 0)]),
    );
    const length = Math.hypot(...weights.values()) || 1;
    return new Map(weights.entries().map(([ngram, weight]) => [ngram, weight / length]));
  }
}

function ngrams(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
    const padded = ` ${word} `;
    for (let length = 2; length <= 4; length += 1) {
      for (let from = 0; from + length <= padded.length; from += 1) {
        const ngram = padded.slice(from, from + length);
        counts.set(ngram, (counts.get(ngram) ?? 0) + 1);
      }
    }
  }
  return counts;
}
