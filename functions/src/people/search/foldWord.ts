/**
 * Letters that Unicode does not decompose although people leave out the stroke, the dot or the ligature when they type
 * them on another keyboard.
 */
const PLAIN_LETTERS: Record<string, string> = {
  ı: 'i',
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ŧ: 't',
  ŋ: 'n',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  ς: 'σ',
};
const SPECIAL_LETTER = new RegExp(`[${Object.keys(PLAIN_LETTERS).join('')}]`, 'gu');

/** Letters with the marks on them whose accents people leave out: those of Latin and Greek, and the dots of ё. */
const ACCENTED = /[\p{Script=Latin}\p{Script=Greek}]\p{M}+|[ЕЁеё]\u0308/gu;
const ACCENTS = /[\u0300-\u036f]/g;

/** Vowel points and cantillation of Hebrew; vowel signs, hamza and elongation of Arabic, which are mostly left out. */
const POINTS = /[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0640\u064b-\u0655\u0670]/gu;

/** What is written as an apostrophe: quotes, primes, and the letters that look like them in names such as ʻAlohi. */
export const APOSTROPHES = "'’‘‛`´′＇\u02b9\u02bb\u02bc\u02bd\u02c8\u05f3\uff40";
const UNHEARD = new RegExp(`[${APOSTROPHES}\\p{Cf}\\ufe00-\\ufe0f]`, 'gu');

/**
 * A word as it is compared: lower case, without the accents, points, apostrophes and invisible characters that people
 * leave out. Marks that make another word stay: the vowel signs of Indic scripts and Thai, the dots of が and й.
 */
export function foldWord(word: string): string {
  return word
    .normalize('NFKD')
    .replace(UNHEARD, '')
    .replace(ACCENTED, (letter) => letter.replace(ACCENTS, ''))
    .replace(POINTS, '')
    .toLowerCase()
    .replace(SPECIAL_LETTER, (letter) => PLAIN_LETTERS[letter] ?? letter)
    .normalize('NFC');
}
