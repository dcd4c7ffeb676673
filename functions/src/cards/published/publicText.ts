/**
 * Texts that everybody may read never hold an e-mail address or the person's student number, even where the person wrote
 * one into their name or bio: cards are copied and searched by more people than anybody thinks of.
 */
import { sensibleCapitals } from '../../platform/text/sensibleCapitals.ts';
import { tidyText } from '../../platform/text/tidyText.ts';

/** What must not appear in the texts of a person. */
export interface Identifiers {
  email: string | null;
  studentId: string | null;
}

/** The parts have upper bounds, as in RFC 5321, so that a search takes linear time. */
const ADDRESS = /[^\s@＠<>()[\]{},;:"']{1,64}[@＠][^\s@＠<>()[\]{},;:"']{1,255}\.[\p{L}\p{N}-]{1,63}/gu;

/** Shorter student numbers are removed from no text: "4" is more often a number of something. */
const MIN_STUDENT_ID_LENGTH = 4;

/** A text without e-mail addresses and the student number. Keeps line breaks. */
export function publicText(text: string, { email, studentId }: Identifiers): string {
  let cleared = text.replace(ADDRESS, '');
  if (email !== null) cleared = removeWord(cleared, email);
  if (studentId !== null && studentId.length >= MIN_STUDENT_ID_LENGTH)
    cleared = removeWord(cleared, studentId);
  return cleared === text ? text : cleared.replace(/ {2,}/g, ' ').trim();
}

/**
 * The name that everybody sees. A name that is only an e-mail address becomes the words before the `@`, which may be
 * none: `ada.lovelace@campus.example` is "Ada Lovelace", and `s1234567@campus.example` is empty.
 */
export function publicName(name: string, identifiers: Identifiers): string {
  const cleared = tidyText(publicText(name, identifiers));
  if (cleared !== '' || !/[@＠]/.test(name)) return cleared;
  const words = /^[^@＠]*/.exec(name)?.[0].match(/\p{L}{2,}/gu) ?? [];
  return sensibleCapitals(words.join(' '));
}

/** Removes a word wherever it is not part of a longer one, in any case. */
function removeWord(text: string, word: string): string {
  const literal = word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  return text.replace(new RegExp(`(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`, 'giu'), '');
}
