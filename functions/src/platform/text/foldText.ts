import { tidyText } from './tidyText.ts';

/** Keyboards and phones put one for another: hyphens and dashes, and what is written as an apostrophe or a quote. */
const DASHES = /[\p{Pd}\u2212]/gu;
const APOSTROPHES = /[‘’‚‛`′ʹʻʼʽˈ]/g;
const QUOTES = /[“”„‟«»]|''/g;

/** What lower case leaves of İ, which is a capital i. */
const DOTTED_I = /i\u0307+/g;

/**
 * What a line of text is compared by: two texts are the same words if and only if their folds are equal. Ignores case,
 * white space beyond single spaces, invisible characters, how characters are composed, and which of several hyphens,
 * apostrophes or quotes were typed. Accents and other punctuation count: "pêche" and "péché" are different words.
 * A fold is its own fold.
 */
export function foldText(text: string): string {
  // Before it decomposes into a space and an accent.
  const letters = decompose(text.normalize('NFC').replaceAll('´', "'"));
  // Via upper case, which turns ß into ss and both sigmas into one; lower case makes two of them again.
  const lower = letters.toLowerCase().toUpperCase().toLowerCase().replaceAll('ς', 'σ').replace(DOTTED_I, 'i');
  return tidyText(lower.replace(DASHES, '-').replace(APOSTROPHES, "'").replace(QUOTES, '"'));
}

/**
 * The letters and marks of a text in their one order, without invisible characters, some of which only decomposition
 * shows and which keep marks apart. Case is mapped afterwards: the capital of ᾷ depends on the order of its marks.
 */
function decompose(text: string): string {
  const visible = text.normalize('NFKD').replace(/\p{Default_Ignorable_Code_Point}/gu, '');
  return visible.normalize('NFKD');
}
