import type { Title } from './normaliseTitle.ts';
import { roleSimilarity, roleWords } from './roleSimilarity.ts';

/** A title with what it is compared by. */
export interface ComparableTitle {
  title: Title;
  /** See {@link roleWords}. */
  words: ReadonlyMap<string, number>;
  /** The taxonomy's id of the occupation; null if it has none. */
  occupation: number | null;
}

/** Similarities of other occupations to one, from 0 to 1, by id; those left out are hardly similar. */
export type OccupationSimilarities = ReadonlyMap<number, number>;

export interface SimilarTitle {
  key: string;
  /** From 0 to 1. */
  similarity: number;
}

/** Factor for another grade of the same role. */
const OTHER_SENIORITY = 0.8;

/** The least similarity of two titles of one occupation. */
const SAME_OCCUPATION = 0.9;

/** Factor for words in common where the taxonomy sees no similarity between the occupations. */
const WORDS_ALONE = 0.5;

const MIN_SIMILARITY = 0.3;
const MAX_SIMILAR_TITLES = 12;

export function comparableTitle(title: Title, occupation: number | null): ComparableTitle {
  return { title, words: roleWords(title.role), occupation };
}

/** How similar two titles are, from 0 to 1: by the taxonomy if it has both occupations, otherwise by words in common. */
export function titleSimilarity(
  a: ComparableTitle,
  b: ComparableTitle,
  occupations: OccupationSimilarities,
): number {
  const grade = a.title.seniority === b.title.seniority ? 1 : OTHER_SENIORITY;
  if (a.title.role === b.title.role) return grade;
  const words = roleSimilarity(a.words, b.words);
  if (a.occupation === null || b.occupation === null) return grade * words;
  if (a.occupation === b.occupation) return grade * Math.max(words, SAME_OCCUPATION);
  return grade * (occupations.get(b.occupation) ?? WORDS_ALONE * words);
}

/** The titles most similar to one, without itself, most similar first. */
export function mostSimilarTitles(
  title: ComparableTitle,
  others: Iterable<ComparableTitle>,
  occupations: OccupationSimilarities,
): SimilarTitle[] {
  const similar: SimilarTitle[] = [];
  for (const other of others) {
    if (other.title.key === title.title.key) continue;
    const similarity = titleSimilarity(title, other, occupations);
    if (similarity >= MIN_SIMILARITY) similar.push({ key: other.title.key, similarity });
  }
  return similar
    .sort((a, b) => b.similarity - a.similarity || (a.key < b.key ? -1 : 1))
    .slice(0, MAX_SIMILAR_TITLES);
}
