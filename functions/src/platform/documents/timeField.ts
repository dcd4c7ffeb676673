import type { Json } from './json.ts';
import { parseIsoTime, toMoment, type Period } from './isoTime.ts';
import { mapEntries } from './mapEntries.ts';
import { toNumeral, toNumeralOrText } from './numerals.ts';
import { toIsoText } from './writtenTime.ts';

/** Other numbers are read in the unit in which they lie between March 1973 and the end of 2199; the ranges do not overlap. */
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
  'epoch',
  'epochmilli',
  'epochmillis',
  'iso',
  'millis',
  'milliseconds',
  'ms',
  'stringvalue',
  'time',
  'timestamp',
  'timestampvalue',
  'ts',
  'unix',
  'value',
]);
const SECONDS = new Set(['seconds', 'epochsecond', 'epochseconds', 'unixseconds']);
const NANOSECONDS = new Set(['nanoseconds', 'nanos', 'nano']);

/** Days with a time, as digits alone: 201909010800 and 20190901080000. */
const COMPACT = /^((?:19|20)\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?$/;

/** The last second of the year 9999 in any unit, which stands for "never". Read in the wrong one it lies in 1978. */
const NEVER = /^253402300(?:799|800)/;

/** Maps nest no deeper in any format known. */
const MAX_WRAPPERS = 4;

/**
 * A time that a document tells: a Timestamp, ISO 8601 text (isoTime.ts) or text that says the same (writtenTime.ts),
 * seconds, milliseconds, microseconds or nanoseconds since 1970 as a number or text, a year or a day as a number, or a
 * map that an exporter made of a Timestamp. Null for anything else: then the time is unknown.
 */
export function toPeriod(value: Json | undefined, wrappers = MAX_WRAPPERS): Period | null {
  const timestamp = nativeTimestamp(value);
  if (timestamp !== null) return { start: timestamp, end: timestamp };
  if (typeof value === 'string') return parseIsoTime(value) ?? fromText(toIsoText(value));
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

function fromText(text: string): Period | null {
  // Of a stretch from one time to another, when it starts.
  const [start = ''] = /^[^/]+(?=\/[\dP][\dA-Z:.,+-]*$)/i.exec(text) ?? [text];
  return parseIsoTime(start) ?? fromNumeral(toNumeralOrText(text));
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
  if (whole === undefined || NEVER.test(whole)) return null;
  const compact = parseIsoTime(whole.replace(COMPACT, '$1$2$3T$4$5$6'));
  if (compact !== null && whole.length >= 12) return compact;
  for (const unit of UNITS) {
    const nanoseconds = BigInt(whole) * unit;
    const seconds = nanoseconds / 1_000_000_000n;
    if (seconds < FIRST_SECOND || seconds > LAST_SECOND) continue;
    return toMoment(nanoseconds + (BigInt(fraction.slice(0, 9).padEnd(9, '0')) * unit) / 1_000_000_000n);
  }
  return null;
}
