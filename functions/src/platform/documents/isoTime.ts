import { tidyText } from '../text/tidyText.ts';
import { campusTimeToUtc } from '../campusTime.ts';
import { isoNanoseconds } from './encoding.ts';

/** A stretch of time from `start` up to `end`, as RFC 3339 in UTC; a moment ends when it starts. */
export interface Period {
  start: string;
  end: string;
}

/** Calendar dates, week dates and ordinal dates, with or without hyphens; `+002026` is a year with expanded digits. */
const DATE =
  /^(?:\+00)?(?<year>\d{4})(?:-(?<month>\d\d)(?:-(?<day>\d\d))?|(?<monthDay>\d{4})|-?W(?<week>\d\d)(?:-?(?<weekday>[1-7]))?|-?(?<ordinal>\d{3}))?$/i;

const TIME =
  /^(?<hour>\d\d)(?::?(?<minute>\d\d)(?::?(?<second>\d\d))?)?(?:[.,](?<fraction>\d+))? ?(?<offset>Z|UTC|GMT|[+\-\u2212]\d\d(?::?\d\d)?)?$/i;

const DAY_MS = 24 * 3_600_000;
const NANOSECONDS_PER_MS = 1_000_000n;

/**
 * Parses ISO 8601 text in its basic and extended forms, with a space in place of the T. A date, a week, a month or a
 * year is that whole period. What has no offset is in the time zone of the campus. Null for anything else, and outside
 * the years 1 to 9999, which are those of Firestore.
 */
export function parseIsoTime(text: string): Period | null {
  const [date = '', time, ...rest] = tidyText(text).split(/(?<=\d)[T ]/i);
  const day = parseDate(date);
  // A space before the offset splits it off.
  const clock = time === undefined ? null : parseClock([time, ...rest].join(' '));
  if (day === null || (time !== undefined && clock === null)) return null;
  if (clock === null)
    return toPeriod(nanoseconds(campusTimeToUtc(day.start)), nanoseconds(campusTimeToUtc(day.end)));
  // A week, a month or a year has no time of day.
  if (day.end - day.start !== DAY_MS) return null;
  const midnight = clock.offset === null ? null : day.start - clock.offset;
  const wholeMs = Number(clock.nanoseconds / NANOSECONDS_PER_MS);
  const start =
    (midnight === null
      ? nanoseconds(campusTimeToUtc(day.start + wholeMs))
      : nanoseconds(midnight + wholeMs)) +
    (clock.nanoseconds % NANOSECONDS_PER_MS);
  return toPeriod(start, start);
}

/** A moment in nanoseconds since 1970, which is what Firestore's Timestamps count. Null outside the years 1 to 9999. */
export function toMoment(nanosecondsSince1970: bigint): Period | null {
  return toPeriod(nanosecondsSince1970, nanosecondsSince1970);
}

function parseDate(text: string): { start: number; end: number } | null {
  const parts = DATE.exec(text)?.groups;
  if (parts === undefined) return null;
  const year = Number(parts['year']);
  if (parts['week'] !== undefined) return weekDate(year, Number(parts['week']), parts['weekday']);
  if (parts['ordinal'] !== undefined) {
    const start = utcDate(year, 0, Number(parts['ordinal']));
    return new Date(start).getUTCFullYear() === year ? { start, end: start + DAY_MS } : null;
  }
  const month = parts['month'] ?? parts['monthDay']?.slice(0, 2);
  const day = parts['day'] ?? parts['monthDay']?.slice(2);
  if (month === undefined) return { start: utcDate(year, 0, 1), end: utcDate(year + 1, 0, 1) };
  const start = utcDate(year, Number(month) - 1, Number(day ?? 1));
  // `Date` turns 31 February into 3 March instead of rejecting it.
  if (new Date(start).getUTCMonth() !== Number(month) - 1 || day === '00') return null;
  return { start, end: day === undefined ? utcDate(year, Number(month), 1) : start + DAY_MS };
}

/** A week begins on Monday, and the first one of a year has 4 January. */
function weekDate(year: number, week: number, weekday?: string): { start: number; end: number } | null {
  const fourthOfJanuary = utcDate(year, 0, 4);
  const firstMonday = fourthOfJanuary - ((new Date(fourthOfJanuary).getUTCDay() + 6) % 7) * DAY_MS;
  const monday = firstMonday + (week - 1) * 7 * DAY_MS;
  // A week belongs to the year that its Thursday is in.
  if (week < 1 || new Date(monday + 3 * DAY_MS).getUTCFullYear() !== year) return null;
  if (weekday === undefined) return { start: monday, end: monday + 7 * DAY_MS };
  const start = monday + (Number(weekday) - 1) * DAY_MS;
  return { start, end: start + DAY_MS };
}

/** A time of day in nanoseconds since midnight, and its offset from UTC in milliseconds, null if it has none. */
function parseClock(text: string): { nanoseconds: bigint; offset: number | null } | null {
  const parts = TIME.exec(text)?.groups;
  if (parts === undefined) return null;
  const { minute, second, fraction = '' } = parts;
  const [h, m, s] = [Number(parts['hour']), Number(minute ?? 0), Number(second ?? 0)];
  // 24:00 is the end of the day, and second 60 a leap second.
  if (h > 24 || m > 59 || s > 60 || (h === 24 && (m > 0 || s > 0 || Number(fraction) > 0))) return null;
  const offset = parseOffset(parts['offset']?.toUpperCase());
  if (offset === undefined) return null;
  // The fraction is one of the last unit that is given.
  const unit = second !== undefined ? 1n : minute !== undefined ? 60n : 3600n;
  const part = (BigInt(fraction.slice(0, 18).padEnd(18, '0')) * unit) / 1_000_000_000n;
  return { nanoseconds: BigInt(h * 3600 + m * 60 + s) * 1_000_000_000n + part, offset };
}

/** In milliseconds; null if none is given, undefined if it is none that exists. */
function parseOffset(text: string | undefined): number | null | undefined {
  if (text === undefined) return null;
  const [, sign, hours, minutes = '0'] = /^([+\-\u2212])(\d\d):?(\d\d)?$/.exec(text) ?? [];
  if (sign === undefined) return 0;
  if (Number(hours) > 23 || Number(minutes) > 59) return undefined;
  return (sign === '+' ? 1 : -1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

function toPeriod(start: bigint, end: bigint): Period | null {
  const first = format(start);
  return first === null ? null : { start: first, end: format(end) ?? first };
}

const FIRST = nanoseconds(utcDate(1, 0, 1));
const AFTER_LAST = nanoseconds(utcDate(10_000, 0, 1));

function format(time: bigint): string | null {
  if (time < FIRST || time >= AFTER_LAST) return null;
  const rest = ((time % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
  return isoNanoseconds({ seconds: Number((time - rest) / 1_000_000_000n), nanoseconds: Number(rest) });
}

function nanoseconds(ms: number): bigint {
  return BigInt(ms) * NANOSECONDS_PER_MS;
}

/** Unlike `Date.UTC`, takes the years before 100 for what they are. */
function utcDate(year: number, month: number, day: number): number {
  return new Date(0).setUTCFullYear(year, month, day);
}
