/** White space of every kind, and control characters. */
const BLANKS = /[\s\p{Cc}]+/gu;

/**
 * Characters that nobody sees, except the joiners and selectors that shape letters and emoji: soft hyphens, zero-width
 * spaces, byte order marks, marks of writing direction.
 */
const INVISIBLE = /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g;

/** A line of text as people see it: composed (NFC), without invisible characters, words apart by single spaces. */
export function tidyText(text: string): string {
  return text.replace(INVISIBLE, '').replace(BLANKS, ' ').trim().normalize('NFC');
}
