/** The one place that knows in which time zone the campus lives; in SQL, campus_day() takes it from here. */
import { campusTimeZone, UnusableParameter } from './config.ts';

const DAY_MS = 24 * 3_600_000;

/** Days whose offset is kept: more than two centuries of them are in no database. */
const MAX_OFFSETS = 80_000;

interface Zone {
  name: string;
  format: Intl.DateTimeFormat;
  /** The offset in milliseconds by day since 1970 (UTC); null for a day on which it changes. */
  offsets: Map<number, number | null>;
}

let current: Zone | undefined;

/**
 * The name of the campus's time zone, which Postgres knows, too.
 *
 * @throws UnusableParameter when CAMPUS_TIME_ZONE names no time zone
 */
export function campusZone(): string {
  return zone().name;
}

/** The day of a moment on the campus, such as `2026-03-01`. */
export function campusDay(time: Date): string {
  return new Date(utcToCampusTime(time.getTime())).toISOString().slice(0, 10);
}

/** The first moment of a day on the campus. Days are compared by it, so that a range of days is one of moments. */
export function campusDayStart(day: string): Date {
  return new Date(campusTimeToUtc(Date.parse(day)));
}

/** What the clocks of the campus show at a time; both are milliseconds since 1970. */
export function utcToCampusTime(utc: number): number {
  return utc + offsetAt(utc);
}

/**
 * Converts a local time of the campus to UTC; both are milliseconds since 1970. A time that a clock change skips is
 * moved on by an hour; of a time that it repeats, this is the first.
 */
export function campusTimeToUtc(local: number): number {
  if (campusZone() === 'Etc/UTC') return local;
  // With the offset of the day before, so that of a repeated hour the first is taken.
  const guess = local - offsetAt(local - DAY_MS);
  const other = local - offsetAt(guess);
  const isRight = (utc: number): boolean => offsetAt(utc) === local - utc;
  return isRight(guess) || !isRight(other) ? guess : other;
}

/** How far the zone's clocks are ahead of UTC, in milliseconds. */
function offsetAt(utc: number): number {
  const { offsets } = zone();
  const day = Math.floor(utc / DAY_MS);
  // Formatting takes microseconds, and the forecast asks for millions of times.
  let offset = offsets.get(day);
  if (offset === undefined) {
    const first = formatOffset(day * DAY_MS);
    offset = first === formatOffset((day + 1) * DAY_MS) ? first : null;
    if (offsets.size >= MAX_OFFSETS) offsets.clear();
    offsets.set(day, offset);
  }
  return offset ?? formatOffset(utc);
}

function formatOffset(utc: number): number {
  const text = zone().format.format(utc);
  const [, sign = '+', hours = '0', minutes = '0', seconds = '0'] =
    /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(text) ?? [];
  return Number(`${sign}1`) * (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
}

function zone(): Zone {
  // Tools that run outside a deployment have no parameters: for them, too, the default is UTC.
  const name = campusTimeZone.value() || 'Etc/UTC';
  if (current?.name === name) return current;
  // Postgres would read an offset with the opposite sign.
  if (/^[+-]/.test(name)) throw unusable(name);
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
    return (current = { name, format, offsets: new Map() });
  } catch {
    throw unusable(name);
  }
}

function unusable(name: string): UnusableParameter {
  return new UnusableParameter(
    `CAMPUS_TIME_ZONE is "${name}", which is no time zone: set it to a name such as "Europe/Madrid".`,
  );
}
