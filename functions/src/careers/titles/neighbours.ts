import { roleSimilarity, roleWords, type Title } from './normalise.ts';

/** A title with what it can be compared by. */
export interface Comparable {
  title: Title;
  words: ReadonlyMap<string, number>;
  /** The occupation of the taxonomy; null for none. */
  occupation: number | null;
}

/** How similar other occupations are to one, from 0 to 1, by their ids; those that are not there hardly are. */
export type OccupationSimilarities = ReadonlyMap<number, number>;

export interface Neighbour {
  key: string;
  /** From 0 to 1. */
  similarity: number;
}

/** Another grade of the same role is nearly the same. */
const OTHER_SENIORITY = 0.8;

/** Where the taxonomy sees no likeness, words alone mean less. */
const WORDS_ALONE = 0.5;

/** Titles that have less in common say nothing of each other. */
const LEAST = 0.3;

/** Neighbours that are looked at. */
const MOST_NEIGHBOURS = 12;

export function comparable(title: Title, occupation: number | null): Comparable {
  return { title, words: roleWords(title.role), occupation };
}

/** How similar two titles are: by what the taxonomy says of their occupations, otherwise by their words. */
export function titleSimilarity(a: Comparable, b: Comparable, occupations: OccupationSimilarities): number {
  const grade = a.title.seniority === b.title.seniority ? 1 : OTHER_SENIORITY;
  if (a.title.role === b.title.role) return grade;
  const words = roleSimilarity(a.words, b.words);
  if (a.occupation === null || b.occupation === null) return grade * words;
  if (a.occupation === b.occupation) return grade * Math.max(words, 0.9);
  return grade * (occupations.get(b.occupation) ?? WORDS_ALONE * words);
}

/** The titles most like one, without itself, the most similar first. */
export function nearest(
  title: Comparable,
  others: Iterable<Comparable>,
  occupations: OccupationSimilarities,
): Neighbour[] {
  const near: Neighbour[] = [];
  for (const other of others) {
    if (other.title.key === title.title.key) continue;
    const similarity = titleSimilarity(title, other, occupations);
    if (similarity >= LEAST) near.push({ key: other.title.key, similarity });
  }
  return near
    .sort((a, b) => b.similarity - a.similarity || (a.key < b.key ? -1 : 1))
    .slice(0, MOST_NEIGHBOURS);
}
