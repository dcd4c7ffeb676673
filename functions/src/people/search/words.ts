/** Longest word that is told apart, in characters. */
const MAX_LENGTH = 40;

/** Words that say nothing about what somebody can do, and those with which people ask for people. */
const STOP_WORDS = new Set(
  `a about all also an and any anybody anyone are as at be but by can could do does except find for from has have
  he help her him his how i if in into is it its know knows like look looking me my need needs no not of on or other
  our people person she should so somebody someone student students such than that the their them they this to us
  want was we were what when where which who whom whose will with would you your`.split(/\s+/),
);

/** A word of a text, and where it stands. */
export interface Token {
  /** In the form in which it is searched. */
  word: string;
  start: number;
  end: number;
}

/**
 * The words of a text in the form in which they are searched: lower case, without accents and the plural's s.
 * `c++` and `c#` are words. Words that say nothing are left out, unless there are no others.
 */
export function tokens(text: string): Token[] {
  const all = [...text.matchAll(/[\p{L}\p{N}][\p{L}\p{N}\p{M}'’]*(?:\+\+|#|\+(?![\p{L}\p{N}]))?/gu)].flatMap(
    (match) => {
      const word = searched(match[0]);
      return word === '' ? [] : [{ word, start: match.index, end: match.index + match[0].length }];
    },
  );
  const telling = all.filter(({ word }) => !STOP_WORDS.has(word));
  return telling.length === 0 ? all : telling;
}

/** The words of {@link tokens} alone. */
export function words(text: string): string[] {
  return tokens(text).map(({ word }) => word);
}

/**
 * The trigrams of a word, with a space before and after it: what misspelt and inflected words have in common.
 * (Character n-grams within words: Cavnar and Trenkle, 1994.)
 */
export function trigrams(word: string): string[] {
  const characters = Array.from(` ${word} `);
  return Array.from({ length: Math.max(characters.length - 2, 1) }, (_, index) =>
    characters.slice(index, index + 3).join(''),
  );
}

function searched(written: string): string {
  const folded = written
    .normalize('NFKD')
    .replace(/\p{M}|['’]/gu, '')
    .toLowerCase();
  // By characters, of which none is cut in half.
  return singular(Array.from(folded).slice(0, MAX_LENGTH).join(''));
}

function singular(word: string): string {
  if (word.length <= 3 || !word.endsWith('s') || /(ss|us|is)$/.test(word)) return word;
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  return word.slice(0, -1);
}
