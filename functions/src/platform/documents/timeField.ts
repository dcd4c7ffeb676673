import type { Json } from './json.ts';
import { parseIsoTime, toMoment, type Period } from './isoTime.ts';
import { mapEntries } from './mapEntries.ts';
import { toNumeral, toNumeralOrText } from './numerals.ts';

/** Numbers are read in the unit in which they lie between March 1973 and the end of 2199; the ranges do not overlap. */
const FIRST_SECOND = 100_000_000n;
const LAST_SECOND = 7_258_118_399n;

/** Nanoseconds in a second, millisecond, microsecond and nanosecond. */
const UNITS = [1_000_000_000n, 1_000_000n, 1_000n, 1n];

/**
 * Keys under which exporters keep a time, by their letters: `$date`, `__time__`, `timestampValue`, … One map may wrap
 * another.
 */
const WRAPPERS = new Set([
  'date',
  'datetime',
  'iso',
  'millis',
  'milliseconds',
  'time',
  'timestamp',
  'timestampvalue',
  'value',
]);
const SECONDS = new Set(['seconds']);
const NANOSECONDS = new Set(['nanoseconds', 'nanos']);

/** Maps nest no deeper in any format known. */
const MAX_WRAPPERS = 4;

/**
 * A time that a document tells: a Timestamp, ISO 8601 text (isoTime.ts), seconds, milliseconds, microseconds or
 * nanoseconds since 1970 as a number or text, a year or a day as a number, or a map that an exporter made of a
 * Timestamp. Null for anything else: then the time is unknown.
 */
export function toPeriod(value: Json | undefined, wrappers = MAX_WRAPPERS): Period | null {
  const timestamp = nativeTimestamp(value);
  if (timestamp !== null) return { start: timestamp, end: timestamp };
  if (typeof value === 'string') return parseIsoTime(value) ?? fromNumeral(toNumeralOrText(value));
  const numeral = toNumeral(value);
  if (numeral !== null)
    return (/^(\d{4}|\d{8})$/.test(numeral) ? parseIsoTime(numeral) : null) ?? fromNumeral(numeral);
  return fromMap(mapEntries(value), wrappers);
}

/** The text of a Timestamp as the encoding writes it. Parsing it like other text takes 20 times as long. */
function nativeTimestamp(value: Json | undefined): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const text = value['$timestamp'];
  return typeof text === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(text) ? text : null;
}

function fromMap(entries: Map<string, Json>, wrappers: number): Period | null {
  const find = (names: ReadonlySet<string>): Json | undefined =>
    [...entries].find(([key]) => names.has(key.toLowerCase().replace(/[^a-z]/g, '')))?.[1];
  const seconds = toNumeralOrText(find(SECONDS));
  if (seconds !== null) {
    const nanos = toNumeralOrText(find(NANOSECONDS)) ?? '0';
    return /^-?\d{1,15}$/.test(seconds) && /^\d{1,9}$/.test(nanos)
      ? toMoment(BigInt(seconds) * 1_000_000_000n + BigInt(nanos))
      : null;
  }
  const wrapped = find(WRAPPERS);
  return wrapped === undefined || wrappers === 0 ? null : toPeriod(wrapped, wrappers - 1);
}

function fromNumeral(numeral: string | null): Period | null {
  const [, whole, fraction = ''] = /^(\d{1,19})(?:\.(\d+))?$/.exec(numeral ?? '') ?? [];
  if (whole === undefined) return null;
  for (const unit of UNITS) {
    const nanoseconds = BigInt(whole) * unit;
    const seconds = nanoseconds / 1_000_000_000n;
    if (seconds < FIRST_SECOND || seconds > LAST_SECOND) continue;
    return toMoment(nanoseconds + (BigInt(fraction.slice(0, 9).padEnd(9, '0')) * unit) / 1_000_000_000n);
  }
  return null;
}
