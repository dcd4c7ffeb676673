import { foldText } from '../../../functions/src/platform/text/foldText.ts';

/** What betrays a person: their id, an e-mail address, a name, a word of a name, or a text of theirs. */
export type NeedleKind = 'id' | 'address' | 'name' | 'word of a name' | 'text';

/** By what a person can be recognised in any store. */
export interface Traces {
  id: string;
  emails: string[];
  names: string[];
  /** Words of the names that nobody else uses: a vocabulary would hold them one by one. */
  nameWords: string[];
  texts: string[];
}

/** Shorter texts, such as the id `u1`, count as whole words only. */
const DISTINCTIVE_LENGTH = 12;

interface Needle {
  kind: NeedleKind;
  pattern: RegExp;
}

/** Finds the traces of people in text: as written in any case, folded, and in the encodings that stores use. */
export class Needles {
  /** One pattern for all needles, in the syntax that JavaScript and Postgres share; it ignores case. */
  readonly source: string;
  readonly #any: RegExp;
  readonly #needles: Needle[];

  constructor(people: Traces[]) {
    const needles = people.flatMap(needlesOf);
    if (needles.length === 0) throw new Error('There is nothing to search for.');
    this.source = needles.map(({ source }) => source).join('|');
    this.#any = new RegExp(this.source, 'i');
    this.#needles = needles.map(({ kind, source }) => ({ kind, pattern: new RegExp(source, 'i') }));
  }

  /** The kinds of traces in a text. */
  kindsIn(text: string): NeedleKind[] {
    if (!this.#any.test(text)) return [];
    const found = this.#needles.filter(({ pattern }) => pattern.test(text));
    return [...new Set(found.map(({ kind }) => kind))];
  }

  /** A text without the traces, for reports: where something was found must not repeat what. */
  mask(text: string): string {
    return text.replace(new RegExp(this.source, 'gi'), '…');
  }
}

function needlesOf({ id, emails, names, nameWords, texts }: Traces): { kind: NeedleKind; source: string }[] {
  const sources = (kind: NeedleKind, values: string[], sourceOf: (value: string) => string) =>
    values.filter((value) => value !== '').map((value) => ({ kind, source: sourceOf(value) }));
  return [
    ...sources('id', [id], encodedForms),
    ...sources('address', emails, encodedForms),
    ...sources('name', names, encodedForms),
    ...sources('word of a name', nameWords, wholeText),
    ...sources('text', texts, encodedForms),
  ];
}

/** Matches a text as it is, folded, in JSON, in URLs, and its UTF-8 in hexadecimal and base64. */
function encodedForms(text: string): string {
  const cases = [text, text.toLowerCase(), text.toUpperCase(), foldText(text)];
  const written = cases.flatMap((form) => [form.trim(), form.trim().normalize('NFD')]);
  const escaped = [JSON.stringify(text).slice(1, -1), encodeURIComponent(text)];
  const plain = unique([...written, ...escaped]).map(escapePattern);
  if (text.length < DISTINCTIVE_LENGTH) return wholeWord(plain);
  const bytes = Buffer.from(text);
  return unique([...plain, bytes.toString('hex'), ...base64Forms(bytes).map(escapePattern)]).join('|');
}

/**
 * What base64 shows of bytes inside others: it depends on where they begin within a group of three, and the characters
 * at either end hold bits of their neighbours.
 */
function base64Forms(bytes: Buffer): string[] {
  return [0, 1, 2].flatMap((offset) => {
    const shifted = Buffer.concat([Buffer.alloc(offset), bytes]);
    const [first, last] = [Math.ceil((offset * 8) / 6), Math.floor((shifted.length * 8) / 6)];
    return (['base64', 'base64url'] as const).map((form) => shifted.toString(form).slice(first, last));
  });
}

/** A word that is all of a value, or an element of an array as Postgres and JSON write them. */
function wholeText(word: string): string {
  return `(^|[\\n{,"])(${unique([word, foldText(word)])
    .map(escapePattern)
    .join('|')})($|[\\n},"])`;
}

function wholeWord(patterns: string[]): string {
  return `(^|[^a-zA-Z0-9])(${patterns.join('|')})($|[^a-zA-Z0-9])`;
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

const unique = (values: string[]): string[] => [...new Set(values)].filter((value) => value !== '');
