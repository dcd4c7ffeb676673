/** Longer words are truncated, in characters. */
const MAX_WORD_LENGTH = 40;

/** Words that carry no meaning, and words that people use to ask for people. */
const STOP_WORDS = new Set(
  `a about all also an and any anybody anyone are as at be but by can could do does except find for from has have
  he help her him his how i if in into is it its know knows like look looking me my need needs no not of on or other
  our people person she should so somebody someone student students such than that the their them they this to us
  want was we were what when where which who whom whose will with would you your`.split(/\s+/),
);

/** A word and its position in the text, in UTF-16 units. */
export interface Token {
  /** The normalised form, see {@link tokenise}. */
  word: string;
  start: number;
  end: number;
}

/**
 * The words of a text in the form in which they are searched: lower case, without accents and plural -s. `c++` and
 * `c#` are words. Stop words are dropped unless there are only stop words.
 */
export function tokenise(text: string): Token[] {
  const tokens = [
    ...text.matchAll(/[\p{L}\p{N}][\p{L}\p{N}\p{M}'’]*(?:\+\+|#|\+(?![\p{L}\p{N}]))?/gu),
  ].flatMap((match) => {
    const word = normaliseWord(match[0]);
    return word === '' ? [] : [{ word, start: match.index, end: match.index + match[0].length }];
  });
  const contentTokens = tokens.filter(({ word }) => !STOP_WORDS.has(word));
  return contentTokens.length === 0 ? tokens : contentTokens;
}

/** The words of {@link tokenise} without their positions. */
export function wordsOf(text: string): string[] {
  return tokenise(text).map(({ word }) => word);
}

/**
 * The trigrams of a word padded with a space on both sides, which misspellings and inflections share. (Character
 * n-grams within words: Cavnar and Trenkle, 1994.)
 */
export function trigrams(word: string): string[] {
  const characters = Array.from(` ${word} `);
  return Array.from({ length: Math.max(characters.length - 2, 1) }, (_, index) =>
    characters.slice(index, index + 3).join(''),
  );
}

function normaliseWord(written: string): string {
  const folded = written
    .normalize('NFKD')
    .replace(/\p{M}|['’]/gu, '')
    .toLowerCase();
  // Truncate by code point, so that no surrogate pair is split.
  return toSingular(Array.from(folded).slice(0, MAX_WORD_LENGTH).join(''));
}

function toSingular(word: string): string {
  if (word.length <= 3 || !word.endsWith('s') || /(ss|us|is)$/.test(word)) return word;
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  return word.slice(0, -1);
}
