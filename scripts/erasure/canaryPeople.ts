import type { Random } from '../campus/random.ts';
import type { Traces } from '../accounts/search/needles.ts';

/** Letters that no stemmer takes for an ending, and that make no word. */
const LETTERS = 'bcdfghjklmnpqrtvwxz'.split('');

const ID_CHARACTERS = 'ABCDEFGHKLMNPQRSTUVWXYZabcdefghkmnpqrstuvwxyz23456789'.split('');

/** What every canary is, in any store. */
export const CANARY = /canary[bcdfghjklmnpqrtvwxz]{12}/gi;

/** Somebody whose every text is one that nobody else has. */
export interface CanaryPerson {
  uid: string;
  email: string;
  name: string;
  /** What all their canaries begin with. */
  prefix: string;
  /** A new text of theirs. */
  canary: () => string;
}

/** People with random ids, addresses, names and texts. */
export function canaryPeople(count: number, random: Random): CanaryPerson[] {
  const letters = (length: number): string => Array.from({ length }, () => random.pick(LETTERS)).join('');
  const word = (length: number): string => letters(1).toUpperCase() + letters(length - 1);
  return Array.from({ length: count }, (_, index) => {
    const tag = `${LETTERS[index % LETTERS.length] ?? ''}${LETTERS[Math.floor(index / LETTERS.length)] ?? ''}${letters(4)}`;
    const prefix = `canary${tag}`;
    return {
      uid: Array.from({ length: 28 }, () => random.pick(ID_CHARACTERS)).join(''),
      email: `${letters(9)}@campus.example`,
      name: `${word(8)} ${word(9)}`,
      prefix,
      canary: () => prefix + letters(6),
    };
  });
}

/** By what a person is searched for. */
export function tracesOf({ uid, email, name, prefix }: CanaryPerson): Traces {
  const words = name.split(' ');
  const nameWords = [...words, ...words.map((word) => word.toLowerCase())];
  return { id: uid, emails: [email], names: [name], nameWords, texts: [prefix] };
}
