import type { Phrase } from './widen.ts';
import { normalized, type Vocabulary, type Weights } from './vocabulary.ts';
import { words } from './words.ts';

/** A word of the campus that stands for a word of the question. */
export interface Variant {
  /** The word's id. */
  id: number;
  /** Which of the question's words. */
  part: number;
  /** How much finding it counts: the rarity of what was asked for, and how alike the two are. */
  weight: number;
}

/** What is asked for, in the terms in which documents are compared with it. */
export interface Question {
  words: string[];
  /** The words themselves. */
  own: Weights;
  /** What the other names have in common; null without any. */
  names: Weights | null;
  phrases: { phrase: Phrase; direction: Weights }[];
  variants: Variant[];
}

/** Words that are less alike are other words; and how many stand for one. */
const LIKENESS = 0.3;
const VARIANTS = 40;

/** Other names that each document is compared with one by one; what they have in common counts as well. */
const COMPARED = 120;

/** Words of other names that are looked for, and what they count. */
const WORDS_OF_NAMES = 60;
const WEIGHT_OF_NAMES = 0.5;

/** The question as it is compared: its own words, their misspellings and inflections, and the other names'. */
export function questionOf(query: string, phrases: Phrase[], vocabulary: Vocabulary): Question {
  const own = [...new Set(words(query))];
  const directed = phrases.map((phrase) => ({ phrase, direction: vocabulary.direction(phrase.words) }));
  const variants = own.flatMap((word, part) => {
    const rarity = vocabulary.rarity(vocabulary.idOf(word));
    return vocabulary
      .similar(word, { floor: LIKENESS, limit: VARIANTS })
      .map(({ id, likeness }) => ({ id, part, weight: rarity * likeness }));
  });
  const names = new Map<number, number>();
  for (const { words: told, weight } of phrases) {
    for (const word of told) {
      const id = vocabulary.idOf(word);
      if (id !== undefined) names.set(id, (names.get(id) ?? 0) + weight * vocabulary.rarity(id));
    }
  }
  const most = Math.max(...names.values(), 1);
  const told = [...names].sort((a, b) => b[1] - a[1]).slice(0, WORDS_OF_NAMES);
  return {
    words: own,
    own: vocabulary.direction(words(query)),
    names: commonOf(directed),
    phrases: directed.slice(0, COMPARED),
    variants: [
      ...variants,
      ...told.map(([id, weight], index) => ({
        id,
        part: own.length + index,
        weight: WEIGHT_OF_NAMES * vocabulary.rarity(id) * Math.sqrt(weight / most),
      })),
    ],
  };
}

/**
 * The middle of all names, with what many of them share damped (the square root), so that what only some have
 * counts as well. Adding words of what is known to fit is Rocchio's idea (1971).
 */
function commonOf(phrases: { phrase: Phrase; direction: Weights }[]): Weights | null {
  const names = phrases.filter(({ phrase }) => !phrase.beside);
  if (names.length === 0) return null;
  const sum: Weights = new Map();
  for (const { direction, phrase } of names) {
    for (const [feature, weight] of direction) {
      sum.set(feature, (sum.get(feature) ?? 0) + weight * phrase.share);
    }
  }
  return normalized(new Map(sum.entries().map(([feature, weight]) => [feature, Math.sqrt(weight)])));
}
