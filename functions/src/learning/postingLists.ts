interface PostingList {
  documents: number[];
  weights: number[];
}

/** An inverted index: for each term, the documents it occurs in, with its weight in each. */
export class PostingLists<Term> {
  readonly #lists = new Map<Term, PostingList>();

  add(term: Term, document: number, weight: number): void {
    const list = this.#lists.get(term) ?? { documents: [], weights: [] };
    this.#lists.set(term, list);
    list.documents.push(document);
    list.weights.push(weight);
  }

  /** Adds `factor` times the term's weight in each document to the sum of that document. */
  accumulate(sums: Float64Array, term: Term, factor: number): void {
    const list = this.#lists.get(term);
    if (list === undefined) return;
    const { documents, weights } = list;
    for (let k = 0; k < documents.length; k += 1) {
      const document = documents[k] ?? 0;
      sums[document] = (sums[document] ?? 0) + factor * (weights[k] ?? 0);
    }
  }
}
