import { APOSTROPHES, foldWord } from './foldWord.ts';

/** Longer words are truncated, in characters. */
const MAX_WORD_LENGTH = 40;

/** Words that carry no meaning, and words that people use to ask for people. */
const STOP_WORDS = new Set(
  `a about all also an and any anybody anyone are as at be but by can could do does except find for from has have
  he help her him his how i if in into is it its know knows like look looking me my need needs no not of on or other
  our people person she should so somebody someone student students such than that the their them they this to us
  want was we were what when where which who whom whose will with would you your`.split(/\s+/),
);

/** Letters and digits with what is written on or between them; `c++` and `c#`; single emoji and flags. */
const WORD = new RegExp(
  `[\\p{L}\\p{N}][\\p{L}\\p{N}\\p{M}\\p{Cf}${APOSTROPHES}]*(?:\\+\\+|#|\\+(?![\\p{L}\\p{N}]))?` +
    '|\\p{RI}\\p{RI}|\\p{Emoji_Presentation}|\\p{Extended_Pictographic}\\ufe0f',
  'gu',
);

/** Scripts that put no space between words, or attach particles to them. */
const UNSPACED = String.raw`\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{sc=Hang}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}`;
const RUNS = new RegExp(`[${UNSPACED}]+|[^${UNSPACED}]+`, 'gu');
const IS_UNSPACED = new RegExp(`^(?=.*\\p{L})[${UNSPACED}]+$`, 'u');

/** A word and its position in the text, in UTF-16 units. */
export interface Token {
  /** The normalised form, see {@link tokenise}. */
  word: string;
  start: number;
  end: number;
}

/**
 * The words of a text in the form in which they are searched: folded by {@link foldWord}, without plural -s. Scripts
 * without spaces are cut into overlapping pairs of characters, so that every part of two or more is found. Stop words
 * are dropped unless there are only stop words.
 */
export function tokenise(text: string): Token[] {
  const tokens = tokeniseAll(text);
  const contentTokens = tokens.filter(({ word }) => !STOP_WORDS.has(word));
  return contentTokens.length === 0 ? tokens : contentTokens;
}

/** The words of {@link tokenise} without their positions. */
export function wordsOf(text: string): string[] {
  return tokenise(text).map(({ word }) => word);
}

/** {@link tokenise} for names, in which no word is a stop word: Will, Can and An Do are people. */
export function tokeniseAll(text: string): Token[] {
  return splitWords(text).flatMap(({ word, ...position }) => {
    const singular = toSingular(truncate(foldWord(word)));
    return singular === '' ? [] : [{ word: singular, ...position }];
  });
}

/** The words of a text as they are written. */
export function splitWords(text: string): Token[] {
  return [...text.matchAll(WORD)].flatMap((match) =>
    [...match[0].matchAll(RUNS)].flatMap((run) => {
      const start = match.index + run.index;
      return isUnspaced(run[0])
        ? pairs(run[0], start)
        : [{ word: run[0], start, end: start + run[0].length }];
    }),
  );
}

/** Whether a text is in a script that does not separate words. */
export function isUnspaced(text: string): boolean {
  return IS_UNSPACED.test(text);
}

/** Cuts a word after {@link MAX_WORD_LENGTH} code points, so that no surrogate pair is split. */
export function truncate(word: string): string {
  return Array.from(word).slice(0, MAX_WORD_LENGTH).join('');
}

/** Overlapping pairs of characters with the marks on them; a single character alone. */
function pairs(text: string, offset: number): Token[] {
  const characters = [...text.matchAll(/\P{M}\p{M}*|\p{M}+/gu)];
  const count = Math.max(characters.length - 1, 1);
  return characters.slice(0, count).map((first, index) => {
    const last = characters[index + 1] ?? first;
    const [start, end] = [first.index, last.index + last[0].length];
    return { word: text.slice(start, end), start: offset + start, end: offset + end };
  });
}

function toSingular(word: string): string {
  if (word.length <= 3 || !word.endsWith('s') || /(ss|us|is)$/.test(word)) return word;
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  return word.slice(0, -1);
}
