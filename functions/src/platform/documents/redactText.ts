/** Whom texts are to name no longer, and by what they can be found in them. */
export interface NamedPerson {
  uid: string;
  emails: readonly string[];
  names: readonly string[];
}

/** What takes their place. */
export const DELETED = '[deleted]';

/** What Firebase generates: nobody writes it by accident. */
const GENERATED_UID = /^[A-Za-z0-9]{20,}$/;

const LETTER = String.raw`[\p{L}\p{M}\p{N}]`;
/** Not within a longer word, address or id: not "ada" in "adamant", "ada-2", "bob.ada@campus.example". */
const WORD = {
  start: String.raw`(?<!${LETTER}|[_+%-]|${LETTER}[.@])`,
  end: String.raw`(?!${LETTER}|_|[-.@]${LETTER})`,
};

/**
 * Makes texts without the ids, the e-mail addresses and the names of these people: each is replaced. Names count if they
 * have several words, or follow an `@`, with any case and white space; as they are, and as JSON and URLs write them.
 *
 * @param isShared whether a name is somebody else's, too: then nobody knows who is meant, and it stays
 * @returns a function that returns the same text if it names none of them
 */
export function textRedaction(
  people: readonly NamedPerson[],
  isShared: (name: string) => boolean,
): (text: string) => string {
  const ids = people.map(({ uid }) => uidPattern(uid));
  const emails = people.flatMap((person) => person.emails.filter(Boolean).flatMap(emailPatterns));
  const names = people.flatMap((person) =>
    person.names.filter((name) => name.trim() !== '' && !isShared(name)).flatMap(namePatterns),
  );
  const patterns = [alternatives([...emails, ...names], 'giu'), alternatives(ids, 'gu')];
  return (text) =>
    patterns.reduce((rest, pattern) => (pattern ? rest.replace(pattern, DELETED) : rest), text);
}

/** Longer ones first, since the first that fits is taken. */
function alternatives(patterns: string[], flags: string): RegExp | null {
  if (patterns.length === 0) return null;
  return new RegExp([...new Set(patterns)].sort((a, b) => b.length - a.length).join('|'), flags);
}

function uidPattern(uid: string): string {
  const id = escape(uid);
  return GENERATED_UID.test(uid) ? `(?<!${LETTER})${id}(?!${LETTER})` : `${WORD.start}${id}${WORD.end}`;
}

function emailPatterns(email: string): string[] {
  return spellings(email.trim()).map((spelling) => `${WORD.start}${escape(spelling)}${WORD.end}`);
}

function namePatterns(name: string): string[] {
  const words = name.trim().split(/\s+/);
  const written = spellings(words.join(' ')).map((spelling) => spelling.split(/ |%20/).map(escape));
  const mentions = written.map((parts) => `${WORD.start}@${parts.join(String.raw`[\s._-]*`)}${WORD.end}`);
  const full = written.map((parts) => `${WORD.start}${parts.join(String.raw`(?:\s|%20|\+)+`)}${WORD.end}`);
  return words.length > 1 ? [...mentions, ...full] : mentions;
}

/** As texts, JSON texts and URLs write it, with accents composed and decomposed. */
function spellings(text: string): string[] {
  const forms = [text, text.normalize('NFC'), text.normalize('NFD')];
  return [...new Set(forms.flatMap((form) => [form, asJson(form), encodeURIComponent(form.toWellFormed())]))];
}

/** With all but ASCII escaped, as some writers of JSON do. */
function asJson(text: string): string {
  return JSON.stringify(text)
    .slice(1, -1)
    .replace(
      /[^ -~]/g,
      (character) => String.raw`\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}
