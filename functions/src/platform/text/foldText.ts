import { tidyText } from './tidyText.ts';

/** Keyboards and phones put one for another: hyphens and dashes, and what is written as an apostrophe or a quote. */
const DASHES = /[\p{Pd}\u2212]/gu;
const APOSTROPHES = /[‘’‚‛`´′ʹʻʼʽˈ]/g;
const QUOTES = /[“”„‟″«»]/g;

/** What lower case leaves of İ, which is a capital i. */
const DOTTED_I = /i\u0307/g;

/**
 * What a line of text is compared by: two texts are the same words if and only if their folds are equal. Ignores case,
 * white space beyond single spaces, invisible characters, how characters are composed, and which of several hyphens,
 * apostrophes or quotes were typed. Accents and other punctuation count: "pêche" and "péché" are different words.
 */
export function foldText(text: string): string {
  const plain = text.replace(DASHES, '-').replace(APOSTROPHES, "'").replace(QUOTES, '"');
  const visible = plain.normalize('NFKC').replace(/\p{Default_Ignorable_Code_Point}/gu, '');
  // Via upper case, which turns ß into ss and both sigmas into one.
  return tidyText(tidyText(visible).toLowerCase().toUpperCase().toLowerCase().replace(DOTTED_I, 'i'));
}
