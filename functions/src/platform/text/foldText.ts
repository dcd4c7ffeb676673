import { tidyText } from './tidyText.ts';

/**
 * What a line of text is compared by: two texts are the same words if and only if their folds are equal. Ignores case,
 * white space beyond single spaces, invisible characters and how characters are composed. Accents and punctuation
 * count: "pêche" and "péché" are different words.
 */
export function foldText(text: string): string {
  const visible = text.normalize('NFKC').replace(/\p{Default_Ignorable_Code_Point}/gu, '');
  // Via upper case, which turns ß into ss and both sigmas into one.
  return tidyText(tidyText(visible).toLowerCase().toUpperCase().toLowerCase());
}
