import { skillKey } from '../../skills/index.ts';
import { wordsOf } from './tokenise.ts';

/** Longest part that is looked up, in words, and maximum number of parts. */
const MAX_PART_WORDS = 8;
const MAX_PARTS = 400;

/** Consecutive words of a query. */
export interface QueryPart {
  text: string;
  /** The number of words that are searched, without stop words. */
  wordCount: number;
  /** Positions among all words of the query: `[from, to)`. */
  from: number;
  to: number;
}

/** All parts of a query up to a length, by the key under which taxonomy labels and skills are stored. */
export function queryParts(query: string): Map<string, QueryPart> {
  const written = query.split(/\s+/).filter((word) => word !== '');
  const parts = new Map<string, QueryPart>();
  const add = (from: number, to: number): void => {
    const text = written.slice(from, to).join(' ');
    const wordCount = wordsOf(text).length;
    const key = skillKey(text);
    if (wordCount > 0 && key !== '' && parts.size < MAX_PARTS) parts.set(key, { text, wordCount, from, to });
  };
  add(0, written.length);
  for (let length = Math.min(MAX_PART_WORDS, written.length - 1); length > 0; length -= 1) {
    for (let from = 0; from + length <= written.length; from += 1) add(from, from + length);
  }
  return parts;
}

/** The parts that are not contained in a longer one. */
export function longestParts(parts: QueryPart[]): Set<QueryPart> {
  const kept: QueryPart[] = [];
  for (const part of parts.toSorted((a, b) => b.to - b.from - (a.to - a.from))) {
    if (!kept.some(({ from, to }) => from <= part.from && part.to <= to)) kept.push(part);
  }
  return new Set(kept);
}
