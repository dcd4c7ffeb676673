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
