import { DELETED, textRedaction, type NamedPerson } from './redactText.ts';

/** What a document is to say no longer. */
export interface Redaction {
  /** Whether this is the id of somebody whom the document is to name no longer. */
  isTheirs: (id: string) => boolean;
  /** A text without them; the same text if it does not name them. */
  redactText: (text: string) => string;
}

/** What names these people. @param isShared see {@link textRedaction} */
export function redactionOf(people: readonly NamedPerson[], isShared: (name: string) => boolean): Redaction {
  const ids = new Set(people.map(({ uid }) => uid));
  return { isTheirs: (id) => ids.has(id), redactText: textRedaction(people, isShared) };
}

type Fields = Record<string, unknown>;

/** Nothing is left of a value. */
const GONE = Symbol('gone');

/** Fields that hold comments, each by its author. */
const COMMENTS = new Set(['comments', 'replies']);

/** Fields of a map that say whom all of it is about. */
const SUBJECTS = ['uid', 'userId', 'user', 'userRef'];

/** Fields of a comment that say whose it is. */
const AUTHORS = [
  ...SUBJECTS,
  ...['author', 'authorId', 'authorUid', 'by', 'from', 'fromUid', 'createdBy', 'postedBy'],
];

/** Fields of the server's own that say who vouched for something, which still holds: somebody unknown takes their place. */
const VOUCHERS = new Set(['checkedInBy', 'by']);

/** Special values of the lossless JSON (json.ts) that hold no text. */
const WITHOUT_TEXT = ['$timestamp', '$geoPoint', '$bytes', '$double', '$int64', '$vector'];

/**
 * A document of somebody else without the people that the redaction is about. Takes the data of a document as the Admin
 * SDK reads it, or in the lossless JSON form. Pure; at any depth:
 *
 * - what they vouched for as staff stays, without saying who did;
 * - their id, and references to documents with it in their path, go: as the element of a list, as a field, as a key with
 *   what it holds, and with the map that is about them, such as `{uid, name}`;
 * - a comment by them keeps its place, its time and the replies of others: `{deleted: true, createdAt}`;
 * - texts name them no longer; the entry of a key that does goes.
 *
 * @returns the same object if it names none of them
 */
export function redactDocument<Data extends object>(data: Data, redaction: Redaction): Data {
  return redactMap(data as Fields, redaction) as Data;
}

/** Whether a map says that all of it is about one of these people. */
export function isAbout(map: object, redaction: Redaction): boolean {
  return isOf(map as Fields, SUBJECTS, redaction);
}

function redactMap(map: Fields, redaction: Redaction): Fields {
  return mapEntriesKept(map, (key, value) => redactEntry(key, value, redaction));
}

function redactEntry(key: string, value: unknown, redaction: Redaction): unknown {
  if (key === '$map' && Array.isArray(value)) return redactSpecialEntries(value, redaction);
  if (!isKept(key, redaction)) return GONE;
  if (VOUCHERS.has(key) && redactsToNothing(value, redaction)) return DELETED;
  return COMMENTS.has(key) ? redactComments(value, redaction) : redactValue(value, redaction);
}

/** Entries with keys that JSON objects of the lossless form cannot hold. */
function redactSpecialEntries(entries: readonly unknown[], redaction: Redaction): unknown {
  const kept = mapKept(entries, (entry): unknown => {
    if (!Array.isArray(entry) || entry.length !== 2) return redactValue(entry, redaction);
    const [key, value] = entry as [unknown, unknown];
    const redacted = redactEntry(String(utf16Text(key) ?? key), value, redaction);
    if (redacted === GONE) return GONE;
    return Object.is(redacted, value) ? entry : [key, redacted];
  });
  return kept.length === 0 ? GONE : kept;
}

function redactValue(value: unknown, redaction: Redaction): unknown {
  if (typeof value === 'string') return redactString(value, redaction);
  if (Array.isArray(value)) return mapKept(value, (element) => redactValue(element, redaction));
  if (typeof value !== 'object' || value === null) return value;
  if (!isMap(value)) return refersToThem(value, redaction) ? GONE : value;
  if (isSpecial(value)) return redactSpecial(value, redaction);
  return isAbout(value, redaction) ? GONE : redactMap(value, redaction);
}

function redactString(text: string, redaction: Redaction): unknown {
  if (redaction.isTheirs(text) || isTheirPath(text, redaction)) return GONE;
  return redaction.redactText(text);
}

/** Comments as a list, or as a map by their ids. */
function redactComments(value: unknown, redaction: Redaction): unknown {
  const redactComment = (comment: unknown): unknown =>
    isMap(comment) && isOf(comment, AUTHORS, redaction)
      ? withoutAuthor(comment, redaction)
      : redactValue(comment, redaction);
  if (Array.isArray(value)) return mapKept(value, redactComment);
  if (!isMap(value) || isSpecial(value) || isOf(value, AUTHORS, redaction)) return redactComment(value);
  return mapEntriesKept(value, (id, comment) => (isKept(id, redaction) ? redactComment(comment) : GONE));
}

function withoutAuthor(comment: Fields, redaction: Redaction): Fields {
  const kept = Object.entries(comment).filter(([key]) => key === 'createdAt' || COMMENTS.has(key));
  return { deleted: true, ...redactMap(Object.fromEntries(kept), redaction) };
}

function redactSpecial(value: Fields, redaction: Redaction): unknown {
  if (refersToThem(value, redaction)) return GONE;
  const text = utf16Text(value);
  if (text === null) return value;
  const redacted = redactString(text, redaction);
  if (redacted === text) return value;
  if (typeof redacted !== 'string') return GONE;
  return { $utf16: Buffer.from(redacted, 'utf16le').toString('base64') };
}

/** Whether one of these fields of a map holds their id, a reference to them, or a map about them. */
function isOf(map: Fields, fields: readonly string[], redaction: Redaction): boolean {
  return fields.some((field) => Object.hasOwn(map, field) && redactsToNothing(map[field], redaction));
}

function redactsToNothing(value: unknown, redaction: Redaction): boolean {
  if (typeof value === 'string') return redaction.isTheirs(value) || isTheirPath(value, redaction);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  if (refersToThem(value, redaction)) return true;
  return isMap(value) && isOf(value, [...SUBJECTS, 'id'], redaction);
}

/** Whether it is a reference to a document with their id in its path, as the SDK reads it or encoded. */
function refersToThem(value: object, redaction: Redaction): boolean {
  const { path, firestore, $reference: encoded } = value as Fields;
  const target = utf16Text(encoded) ?? (typeof firestore === 'object' ? path : encoded);
  return typeof target === 'string' && target.split('/').some((id) => redaction.isTheirs(id));
}

/** Whether a text is the path of a document with their id in it. */
function isTheirPath(text: string, { isTheirs }: Redaction): boolean {
  const ids = text.length > 1000 || !text.includes('/') || /\s|:\/\//.test(text) ? [] : text.split('/');
  return ids.length % 2 === 0 && ids.some((id, index) => index % 2 === 1 && isTheirs(id));
}

function isKept(key: string, { isTheirs, redactText }: Redaction): boolean {
  return !isTheirs(key) && redactText(key) === key;
}

/** The same list if every element stays as it is. */
function mapKept(list: readonly unknown[], redact: (element: unknown) => unknown): readonly unknown[] {
  const redacted = list.map(redact);
  return redacted.every((element, index) => Object.is(element, list[index]))
    ? list
    : redacted.filter((element) => element !== GONE);
}

/** The same map if every entry stays as it is. */
function mapEntriesKept(map: Fields, redact: (key: string, value: unknown) => unknown): Fields {
  const entries = Object.entries(map).map(([key, value]) => [key, redact(key, value)] as const);
  return entries.every(([key, value]) => Object.is(value, map[key]))
    ? map
    : Object.fromEntries(entries.filter(([, value]) => value !== GONE));
}

function isMap(value: unknown): value is Fields {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function isSpecial(value: Fields): boolean {
  const [key = '', ...others] = Object.keys(value);
  return others.length === 0 && ['$reference', '$utf16', ...WITHOUT_TEXT].includes(key);
}

function utf16Text(value: unknown): string | null {
  const base64 = isMap(value) ? value['$utf16'] : null;
  return typeof base64 === 'string' ? Buffer.from(base64, 'base64').toString('utf16le') : null;
}
