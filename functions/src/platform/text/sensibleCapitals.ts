/** Words without a capital unless they come first, in the languages that titles are most often written in. */
const SMALL_WORDS = new Set(
  `a an and as at but by for from in nor of on or the to via vs with
   da de del der des di du el en et für la las los und y zur`.split(/\s+/),
);

/** Longer words in capitals are shouted, not acronyms. */
const MAX_ACRONYM_LETTERS = 5;

/** Letters, digits and what joins them within a word: "node.js", "women's". */
const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:[.'’][\p{L}\p{N}][\p{L}\p{M}\p{N}]*)*/gu;

/**
 * A title with a capital for each word that was typed without any, or in capitals only: "sound design" and
 * "SOUND DESIGN" become "Sound Design". Keeps what has capitals for a reason ("iOS", "LaTeX", "SQL") and scripts
 * without case.
 */
export function sensibleCapitals(text: string): string {
  const shouted = isShouted(text);
  const capitalised = text.replace(WORD, (word, position: number) => {
    const lower = word.toLowerCase();
    if (word !== lower && !(shouted || isShouted(word))) return word;
    return position > 0 && SMALL_WORDS.has(lower) ? lower : withCapital(lower);
  });
  return capitalised.normalize('NFC');
}

/** Whether a text is in capitals throughout and too long for an acronym. */
export function isShouted(text: string): boolean {
  if (text !== text.toUpperCase() || text === text.toLowerCase()) return false;
  return (text.match(WORD) ?? []).some((word) => (word.match(/\p{L}/gu) ?? []).length > MAX_ACRONYM_LETTERS);
}

/** Leaves letters alone whose capital is several characters, such as the ligature ﬁ. */
function withCapital(word: string): string {
  const [first = ''] = word;
  const capital = first.toUpperCase();
  return capital.length === first.length ? capital + word.slice(first.length) : word;
}
