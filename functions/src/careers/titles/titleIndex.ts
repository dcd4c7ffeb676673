import type { Title } from './normaliseTitle.ts';
import {
  comparableTitle,
  mostSimilarTitles,
  type ComparableTitle,
  type OccupationSimilarities,
  type SimilarTitle,
} from './titleSimilarity.ts';

/** Words in more titles than this do not find similar titles; the other words of a title do. */
const MAX_TITLES_OF_WORD = 2000;

const NO_SIMILARITIES: OccupationSimilarities = new Map();

/** The titles that people hold or held, indexed to find similar ones. */
export class TitleIndex {
  readonly #titles = new Map<string, ComparableTitle>();
  readonly #byWord = new Map<string, ComparableTitle[]>();
  readonly #byOccupation = new Map<number, ComparableTitle[]>();
  readonly #similarities: ReadonlyMap<number, OccupationSimilarities>;
  readonly #similarTitles = new Map<string, SimilarTitle[]>();

  /**
   * @param occupations ids by title key
   * @param similarities between occupations, by id
   */
  constructor(
    titles: Iterable<Title>,
    occupations: ReadonlyMap<string, number>,
    similarities: ReadonlyMap<number, OccupationSimilarities>,
  ) {
    this.#similarities = similarities;
    for (const title of titles) {
      if (this.#titles.has(title.key)) continue;
      const comparable = comparableTitle(title, occupations.get(title.key) ?? null);
      this.#titles.set(title.key, comparable);
      for (const word of comparable.words.keys()) append(this.#byWord, word, comparable);
      if (comparable.occupation !== null) append(this.#byOccupation, comparable.occupation, comparable);
    }
  }

  /** The titles most similar to the one with this key; empty for a title that is not in the index. */
  similarTo(key: string): SimilarTitle[] {
    const cached = this.#similarTitles.get(key);
    if (cached !== undefined) return cached;
    const title = this.#titles.get(key);
    if (title === undefined) return [];
    const similarities =
      title.occupation === null
        ? NO_SIMILARITIES
        : (this.#similarities.get(title.occupation) ?? NO_SIMILARITIES);
    const similar = mostSimilarTitles(title, this.#candidates(title, similarities), similarities);
    this.#similarTitles.set(key, similar);
    return similar;
  }

  #candidates(
    { words, occupation }: ComparableTitle,
    similarities: OccupationSimilarities,
  ): Set<ComparableTitle> {
    const byWord = [...words.keys()]
      .map((word) => this.#byWord.get(word) ?? [])
      .filter(({ length }) => length <= MAX_TITLES_OF_WORD);
    const occupations = occupation === null ? [] : [occupation, ...similarities.keys()];
    const byOccupation = occupations.map((id) => this.#byOccupation.get(id) ?? []);
    return new Set([...byWord, ...byOccupation].flat());
  }
}

function append<Key>(lists: Map<Key, ComparableTitle[]>, key: Key, title: ComparableTitle): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [title]);
  else list.push(title);
}
