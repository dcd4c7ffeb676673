import { topK } from './topK.ts';

/** How many documents contain each term. */
export class DocumentFrequencies<Term> {
  readonly #counts = new Map<Term, number>();
  readonly #documents: number;
  readonly #smoothing: number;

  /** @param smoothing added to the number of documents that contain a term */
  constructor(documents: readonly Iterable<Term>[], smoothing = 0) {
    this.#documents = documents.length;
    this.#smoothing = smoothing;
    for (const terms of documents) {
      for (const term of new Set(terms)) this.#counts.set(term, (this.#counts.get(term) ?? 0) + 1);
    }
  }

  /** The inverse document frequency, `ln((1 + N) / (df + smoothing))`; an unseen term counts as seen once. */
  inverse(term: Term): number {
    return Math.log((1 + this.#documents) / ((this.#counts.get(term) ?? 1) + this.#smoothing));
  }
}

export interface WeightedTerm<Term> {
  term: Term;
  weight: number;
}

/**
 * The TF-IDF vector of a document, of length 1: sublinear term frequency, `1 + ln(count)`, times inverse document
 * frequency.
 *
 * @param limit keeps only this many terms, the heaviest first; without it, terms are in order of first occurrence
 */
export function tfIdfVector<Term>(
  terms: Iterable<Term>,
  frequencies: DocumentFrequencies<Term>,
  limit?: number,
): WeightedTerm<Term>[] {
  const counts = new Map<Term, number>();
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  const all = Array.from(counts, ([term, count]) => ({
    term,
    weight: (1 + Math.log(count)) * frequencies.inverse(term),
  }));
  const kept = limit === undefined ? all : topK(all, limit, ({ weight }) => weight);
  const length = Math.hypot(...kept.map(({ weight }) => weight)) || 1;
  return kept.map(({ term, weight }) => ({ term, weight: weight / length }));
}
