import { GENERIC_ROLE_WORDS } from './titleAliases.ts';

const STOP_WORDS = new Set(['and', 'of', 'the', 'for', 'in', 'to', 'a', 'an', 'with', 'except', 'all']);
const GENERIC_WORDS = new Set(GENERIC_ROLE_WORDS);
const GENERIC_WORD_WEIGHT = 0.4;

/** Words shorter than this are not stemmed. */
const MIN_STEMMED_LENGTH = 5;

/** The stems of a role's words with their weights, from 0 to 1. */
export function roleWords(role: string): Map<string, number> {
  const words = role.split(' ').filter((word) => word !== '' && !STOP_WORDS.has(word));
  return new Map(words.map((word) => [stem(word), GENERIC_WORDS.has(word) ? GENERIC_WORD_WEIGHT : 1]));
}

/** How similar two roles are, from 0 to 1: the weighted share of words in common (Dice's coefficient). */
export function roleSimilarity(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let [shared, total] = [0, 0];
  for (const [word, weight] of a) {
    total += weight;
    if (b.has(word)) shared += 2 * weight;
  }
  for (const weight of b.values()) total += weight;
  return total === 0 ? 0 : shared / total;
}

function stem(word: string): string {
  if (word.length < MIN_STEMMED_LENGTH) return word;
  return word.replace(/(ing|ers?|ors?|ists?|ions?|ment|s)$/, '').replace(/e$/, '');
}
