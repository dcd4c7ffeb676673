import { campusTimeZone, UnusableParameter } from '../config.ts';

let formatter: { zone: string; format: Intl.DateTimeFormat } | undefined;

/**
 * Converts a local time of the campus to UTC; both are milliseconds since 1970. A time that a clock change skips is
 * moved on by an hour; of a time that it repeats, this is the first.
 *
 * @throws UnusableParameter when CAMPUS_TIME_ZONE names no time zone
 */
export function campusTimeToUtc(local: number): number {
  // Tools that run outside a deployment have no parameters: for them, too, the default is UTC.
  const zone = campusTimeZone.value() || 'Etc/UTC';
  if (zone === 'Etc/UTC') return local;
  // With the offset of the day before, so that of a repeated hour the first is taken.
  const guess = local - offsetAt(zone, local - 24 * 3_600_000);
  const other = local - offsetAt(zone, guess);
  const isRight = (utc: number): boolean => offsetAt(zone, utc) === local - utc;
  return isRight(guess) || !isRight(other) ? guess : other;
}

/** How far the zone's clocks are ahead of UTC, in milliseconds. */
function offsetAt(zone: string, utc: number): number {
  const text = formatterOf(zone).format(utc);
  const [, sign = '+', hours = '0', minutes = '0', seconds = '0'] =
    /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(text) ?? [];
  return Number(`${sign}1`) * (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
}

function formatterOf(zone: string): Intl.DateTimeFormat {
  if (formatter?.zone === zone) return formatter.format;
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
    formatter = { zone, format };
    return format;
  } catch {
    throw new UnusableParameter(
      `CAMPUS_TIME_ZONE is "${zone}", which is no time zone: set it to a name such as "Europe/Madrid".`,
    );
  }
}
