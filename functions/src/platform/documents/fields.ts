/**
 * How one field of a document becomes one column. The app has written for years without a schema,
 * so these parsers are lenient: they repair what is clear, and leave a column empty (null) when the
 * value means nothing to it; `firebase_data` keeps the original either way. Only a `required…` field
 * refuses a document, because its row would mean nothing without it.
 *
 * Error messages name types, never values: documents hold personal data.
 */
import { z } from 'zod';
import { fitsPostgres, type Json, type JsonObject } from './json.ts';

/** Longest value, in characters, that a short text column keeps; longer text is cut there. */
const SHORT_TEXT = 255;

/** Firestore's limit for one segment of a path, in bytes of UTF-8. */
const MAX_ID_BYTES = 1500;

/** Short text: trimmed, cut at 255 characters; a number becomes its digits; otherwise null. */
export const shortText = lenient((value) => truncate(toText(value), SHORT_TEXT));

/** Text of any length: trimmed; a number becomes its digits; otherwise null. */
export const longText = lenient(toText);

/** Short text that the row cannot do without. */
export const requiredShortText = required('text', (value) => truncate(toText(value), SHORT_TEXT));

/** The id of a document that this one points to: text, or a reference to the document; otherwise null. */
export const documentId = lenient(toDocumentId);

/** The id of a document that the row cannot do without. */
export const requiredDocumentId = required('a document id', toDocumentId);

/** A time: a Timestamp, an ISO 8601 date or date-time, or milliseconds since 1970; otherwise null. */
export const time = lenient(toTime);

/** A whole number from 1 to 5, also when written as text; otherwise null. */
export const oneToFive = lenient((value) => {
  const number = typeof value === 'string' ? Number(value.trim() || NaN) : value;
  return typeof number === 'number' && Number.isInteger(number) && number >= 1 && number <= 5 ? number : null;
});

/** One of these words, ignoring case and surrounding space; otherwise null. */
export function oneOf<const Word extends string>(words: readonly Word[]): z.ZodType<Word | null> {
  return lenient((value) => words.find((word) => word === toText(value)?.toLowerCase()) ?? null);
}

/** How many entries a list has; a number that is already a count is taken as it is; otherwise 0. */
export const count = lenient((value) => {
  if (Array.isArray(value)) return value.length;
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : 0;
});

/** The end of a period, or null when it lies before the start. */
export function endNotBefore(start: string | null, end: string | null): string | null {
  return start !== null && end !== null && sortable(end) < sortable(start) ? null : end;
}

/** A UTC time with all nine decimals, so that text order is time order; `Date` would drop microseconds. */
function sortable(utc: string): string {
  return utc.slice(0, 19) + utc.slice(20, -1).padEnd(9, '0');
}

/** A field that never refuses: `parse` sees undefined when the document lacks it. */
export function lenient<T>(parse: (value: Json | undefined) => T): z.ZodType<T> {
  return z
    .unknown()
    .optional()
    .transform((value) => parse(value as Json | undefined));
}

function required<T>(what: string, parse: (value: Json | undefined) => T | null): z.ZodType<T> {
  return lenient((value) => ({ value, parsed: parse(value) })).transform(({ value, parsed }, context) => {
    if (parsed !== null) return parsed;
    context.addIssue({ code: 'custom', message: `must be ${what}, but ${describe(value)}` });
    return z.NEVER;
  });
}

/** Trimmed text without NUL characters, which Postgres refuses; null when nothing is left. */
export function toText(value: Json | undefined): string | null {
  if (typeof value === 'number') return String(value);
  const text = typeof value === 'string' ? value : utf16(value)?.replaceAll('\0', '').toWellFormed();
  const trimmed = text?.trim();
  return trimmed === '' ? null : (trimmed ?? null);
}

function utf16(value: Json | undefined): string | null {
  const base64 = isObject(value) ? value['$utf16'] : null;
  return typeof base64 === 'string' ? Buffer.from(base64, 'base64').toString('utf16le') : null;
}

function truncate(text: string | null, characters: number): string | null {
  if (text === null || text.length <= characters) return text;
  return Array.from(text).slice(0, characters).join('').trimEnd();
}

export function toDocumentId(value: Json | undefined): string | null {
  const reference = isObject(value) ? value['$reference'] : null;
  const id = typeof reference === 'string' ? reference.split('/').at(-1) : value;
  if (typeof id !== 'string' || id === '' || id.includes('/') || !fitsPostgres(id)) return null;
  return Buffer.byteLength(id) <= MAX_ID_BYTES ? id : null;
}

function toTime(value: Json | undefined): string | null {
  if (isObject(value)) return typeof value['$timestamp'] === 'string' ? value['$timestamp'] : null;
  if (typeof value === 'string') return isoTime(value.trim());
  const date = new Date(typeof value === 'number' ? value : NaN);
  return isFirestoreTime(date) ? date.toISOString() : null;
}

const ISO_TIME =
  /^(?<day>\d{4}-\d\d-\d\d)(T(?<minute>\d\d:\d\d)(:(?<second>\d\d)(\.(?<fraction>\d{1,9})\d*)?)?(?<offset>Z|[+-]\d\d:\d\d)?)?$/;

/** ISO 8601 text in UTC with all its decimals; a time without an offset is UTC, wherever this runs. */
function isoTime(text: string): string | null {
  const {
    day,
    minute = '00:00',
    second = '00',
    fraction = '',
    offset = 'Z',
  } = ISO_TIME.exec(text)?.groups ?? {};
  if (day === undefined) return null;
  // `Date` takes 31 February for 3 March.
  const midnight = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(midnight.getTime()) || midnight.toISOString().slice(0, 10) !== day) return null;
  const date = new Date(`${day}T${minute}:${second}${offset}`);
  if (!isFirestoreTime(date)) return null;
  return `${date.toISOString().slice(0, 19)}${fraction && '.'}${fraction}Z`;
}

/** Firestore's own timestamps end with the year 9999. */
function isFirestoreTime(date: Date): boolean {
  return !Number.isNaN(date.getTime()) && date.getUTCFullYear() >= 1 && date.getUTCFullYear() <= 9999;
}

function describe(value: Json | undefined): string {
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
