import {
  comparable,
  nearest,
  type Comparable,
  type Neighbour,
  type OccupationSimilarities,
} from './neighbours.ts';
import type { Title } from './normalise.ts';

/** A word that more titles have is left to other words to find them by. */
const COMMON = 2000;

const NONE: OccupationSimilarities = new Map();

/** The titles that people hold or held, and which are alike. */
export class Vocabulary {
  readonly #titles = new Map<string, Comparable>();
  readonly #byWord = new Map<string, Comparable[]>();
  readonly #byOccupation = new Map<number, Comparable[]>();
  readonly #similarities: ReadonlyMap<number, OccupationSimilarities>;
  readonly #near = new Map<string, Neighbour[]>();

  /**
   * @param occupations of titles, by their keys
   * @param similarities of occupations, by their ids
   */
  constructor(
    titles: Iterable<Title>,
    occupations: ReadonlyMap<string, number>,
    similarities: ReadonlyMap<number, OccupationSimilarities>,
  ) {
    this.#similarities = similarities;
    for (const title of titles) {
      if (this.#titles.has(title.key)) continue;
      const own = comparable(title, occupations.get(title.key) ?? null);
      this.#titles.set(title.key, own);
      for (const word of own.words.keys()) add(this.#byWord, word, own);
      if (own.occupation !== null) add(this.#byOccupation, own.occupation, own);
    }
  }

  /** The titles most like this one; none for a title that nobody holds. */
  near(key: string): Neighbour[] {
    const known = this.#near.get(key);
    if (known !== undefined) return known;
    const title = this.#titles.get(key);
    if (title === undefined) return [];
    const similar = title.occupation === null ? NONE : (this.#similarities.get(title.occupation) ?? NONE);
    const near = nearest(title, this.#candidates(title, similar), similar);
    this.#near.set(key, near);
    return near;
  }

  #candidates({ words, occupation }: Comparable, similar: OccupationSimilarities): Set<Comparable> {
    const sameWords = [...words.keys()]
      .map((word) => this.#byWord.get(word) ?? [])
      .filter(({ length }) => length <= COMMON);
    const sameOccupations = (occupation === null ? [] : [occupation, ...similar.keys()]).map(
      (id) => this.#byOccupation.get(id) ?? [],
    );
    return new Set([...sameWords, ...sameOccupations].flat());
  }
}

function add<Key>(to: Map<Key, Comparable[]>, key: Key, title: Comparable): void {
  const list = to.get(key);
  if (list === undefined) to.set(key, [title]);
  else list.push(title);
}
