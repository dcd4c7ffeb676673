/**
 * Field parsers: each turns one document field into one column value. The app has written documents
 * without a schema for years, so the parsers are lenient: they repair obvious variants and yield null
 * for unusable values; `firebase_data` keeps the original either way. Only the `required…` parsers
 * reject a document, because its row would be meaningless without the field.
 *
 * Error messages name types, never values, because documents hold personal data.
 */
import { z } from 'zod';
import { tidyText } from '../text/tidyText.ts';
import { fitsPostgres, type Json, type JsonObject } from './json.ts';
import { toNumeral, toNumeralOrText, withAsciiDigits } from './numerals.ts';
import { toPeriod } from './timeField.ts';

/** Short text is truncated to this many characters. */
export const MAX_SHORT_TEXT_CHARACTERS = 255;

/** Firestore's limit for one path segment, in bytes of UTF-8. */
const MAX_ID_BYTES = 1500;

/** Short text: one tidy line (tidyText.ts), truncated to 255 characters; numbers become text; otherwise null. */
export const shortText = lenient(toLine);

/** Short text, empty instead of null: what somebody removes from their profile is gone, and refuses nothing. */
export const shortTextOrEmpty = lenient((value) => toLine(value) ?? '');

/** Text of any length: trimmed; numbers become text; otherwise null. */
export const longText = lenient(toText);

/** Short text; a document without it is rejected. */
export const requiredShortText = required('text', toLine);

/** The id of another document, as text or as a DocumentReference; otherwise null. */
export const documentId = lenient(toDocumentId);

/** The id of another document; a document without it is rejected. */
export const requiredDocumentId = required('a document id', toDocumentId);

/** A time (timeField.ts) as RFC 3339 in UTC; of a period, when it starts; otherwise null. */
export const time = lenient((value) => toPeriod(value)?.start ?? null);

/** A time with the end of the day, month or year that it names; otherwise null. */
export const period = lenient((value) => toPeriod(value));

/** An integer from 1 to 5, as a number or as text, also as "4/5", "4,0", "4 stars" and "★★★★☆"; otherwise null. */
export const oneToFive = lenient((value) => {
  const number = Number(toNumeralOrText(typeof value === 'string' ? withoutScale(value) : value) ?? NaN);
  return Number.isInteger(number) && number >= 1 && number <= 5 ? number : null;
});

/** The length of a list; a number that is already a count is kept, also as "1,000"; otherwise 0. */
export const entryCount = lenient((value) => {
  if (Array.isArray(value)) return value.length;
  const count = Number(toNumeralOrText(typeof value === 'string' ? withoutGrouping(value) : value) ?? NaN);
  return Number.isSafeInteger(count) && count >= 0 ? count : 0;
});

/** The time, or the limit if the time lies after it. */
export function notAfter(time: string | null, limit: string): string | null {
  return time !== null && isBefore(limit, time) ? limit : time;
}

/** Whether one time lies before another, to the nanosecond. */
export function isBefore(time: string, other: string): boolean {
  return toSortable(time) < toSortable(other);
}

/** Pads a UTC time to nine decimals, so that text order is time order; `Date` would drop microseconds. */
function toSortable(utc: string): string {
  return utc.slice(0, 19) + utc.slice(20, -1).padEnd(9, '0');
}

/** A field parser that never rejects; `parse` receives undefined if the document lacks the field. */
export function lenient<T>(parse: (value: Json | undefined) => T): z.ZodType<T> {
  return z
    .unknown()
    .optional()
    .transform((value) => parse(value as Json | undefined));
}

function required<T>(expected: string, parse: (value: Json | undefined) => T | null): z.ZodType<T> {
  return lenient((value) => ({ value, parsed: parse(value) })).transform(({ value, parsed }, context) => {
    if (parsed !== null) return parsed;
    context.addIssue({ code: 'custom', message: `must be ${expected}, but ${describeProblem(value)}` });
    return z.NEVER;
  });
}

/** The number of a rating: without what says that it is one of five, or of stars. */
function withoutScale(rating: string): string {
  const text = withAsciiDigits(tidyText(rating));
  if (/^[★⭐]{1,5}☆*$/u.test(text) && Array.from(text).length <= 5)
    return String(text.replace(/☆/g, '').length);
  return text
    .replace(/ ?(?:\/|of|out of) ?5(?:[.,]0+)?$/i, '')
    .replace(/ ?(?:stars?|[★⭐])$/iu, '')
    .replace(/,0+$/, '');
}

/** A count without what separates its thousands. A point may be a decimal one. */
function withoutGrouping(count: string): string {
  const text = withAsciiDigits(tidyText(count));
  return /^\d{1,3}(?<separator>[ ,'’٬])\d{3}(?:\k<separator>\d{3})*$/.test(text)
    ? text.replace(/\D/g, '')
    : text;
}

/** Trimmed text without NUL characters, which Postgres rejects; null if nothing is left. */
export function toText(value: Json | undefined): string | null {
  const numeral = toNumeral(value);
  if (numeral !== null) return numeral;
  const text = typeof value === 'string' ? value : (exportedText(value) ?? decodeUtf16(value));
  const trimmed = text?.replaceAll('\0', '').toWellFormed().trim();
  return trimmed === '' ? null : (trimmed ?? null);
}

/** A short line of text; null if nothing visible is left. */
function toLine(value: Json | undefined): string | null {
  return truncate(tidyText(toText(value) ?? ''), MAX_SHORT_TEXT_CHARACTERS) || null;
}

/** Text as the REST interface of Firestore writes it. */
function exportedText(value: Json | undefined): string | null {
  const text = isObject(value) && Object.keys(value).length === 1 ? value['stringValue'] : null;
  return typeof text === 'string' ? text : null;
}

function decodeUtf16(value: Json | undefined): string | null {
  const base64 = isObject(value) ? value['$utf16'] : null;
  return typeof base64 === 'string' ? Buffer.from(base64, 'base64').toString('utf16le') : null;
}

function truncate(text: string, characters: number): string {
  if (text.length <= characters) return text;
  return Array.from(text).slice(0, characters).join('').trimEnd();
}

/** A valid document id, taken from text or from a DocumentReference; otherwise null. */
export function toDocumentId(value: Json | undefined): string | null {
  const reference = isObject(value) ? value['$reference'] : null;
  const id = typeof reference === 'string' ? reference.split('/').at(-1) : value;
  if (typeof id !== 'string' || id === '' || id.includes('/') || !fitsPostgres(id)) return null;
  return Buffer.byteLength(id) <= MAX_ID_BYTES ? id : null;
}

function describeProblem(value: Json | undefined): string {
  if (value === undefined) return 'is missing';
  if (value === null) return 'is null';
  if (typeof value === 'string') return value.trim() === '' ? 'is empty' : 'is unusable text';
  if (Array.isArray(value)) return 'is a list';
  if (typeof value !== 'object') return `is a ${typeof value}`;
  const special = Object.keys(value).find((key) => key.startsWith('$') && key !== '$map');
  return `is a ${special?.slice(1) ?? 'map'}`;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
