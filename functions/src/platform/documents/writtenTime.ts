import { tidyText } from '../text/tidyText.ts';
import { withAsciiDigits } from './numerals.ts';

/** English months, known by their first three letters. */
const MONTHS =
  'jan uary,feb ruary,mar ch,apr il,may ,jun e,jul y,aug ust,sep t ember,oct ober,nov ember,dec ember'
    .split(',')
    .map((name) => name.split(' '));
const MONTH = String.raw`(?<name>${MONTHS.map((parts) => parts.join('(?:') + ')?'.repeat(parts.length - 1)).join('|')})\.?`;
const DAY = String.raw`(?<day>\d{1,2})(?:st|nd|rd|th)?`;
const YEAR = String.raw`(?<year>\d{4})`;

/** Dates whose order is certain: 01/09/2019 is not one. */
const DATES = [
  String.raw`${YEAR}(?<joint>[/.-])(?<month>\d{1,2})\k<joint>${DAY}(?!\d)`,
  String.raw`${YEAR} ?[年년] ?(?<month>\d{1,2}) ?[月월](?: ?${DAY} ?[日일])?`,
  String.raw`${YEAR}[ -]${MONTH}[ -]${DAY}`,
  String.raw`${DAY}(?: of)?[ -]${MONTH},?[ -]${YEAR}`,
  String.raw`${MONTH} ${DAY},? ${YEAR}`,
  String.raw`${MONTH},? ${YEAR}`,
].map((date) => new RegExp(`^(?:(?:sun|mon|tue|wed|thu|fri|sat)[a-z]*\\.?,? )?${date}(?<rest>.*)$`, 'i'));

const TIME = new RegExp(
  String.raw`^(?:,? (?:at )?|T)(?<hour>\d{1,2})(?<minutes>(?::\d\d){0,2}(?:\.\d+)?)(?: ?(?<half>[ap])\.?m\.?)?` +
    String.raw`(?: ?(?<zone>Z|(?:UTC|GMT)?(?<sign>[+-])(?<hours>\d{1,2})(?::?(?<part>\d\d))?|UTC|GMT))?$`,
  'i',
);

/** What follows a time that is complete without it: the name of its zone. */
const ZONE_NAME = /(?<=(?:\d|Z)) ?(?:\[[^[\]]+\]|\([^()]+\))$/i;

/**
 * ISO 8601 for a time written in another way that leaves no doubt: "1 Sep 2019", "2019/9/1 8:00 pm", what `Date` prints,
 * what the console of Firestore shows, `/Date(…)/`. The text itself, tidied, where it is none of them.
 */
export function toIsoText(written: string): string {
  const text = withAsciiDigits(tidyText(written).normalize('NFKC'))
    .replace(/\p{Pd}/gu, '-')
    .replace(/^(["'])(.*)\1$/, '$2');
  const json = /^\/Date\((\d+)(?:[+-]\d{4})?\)\/$/.exec(text)?.[1];
  if (json !== undefined) return json;
  const named = text.replace(ZONE_NAME, (zone, offset: number) =>
    /(?:Z|UTC|GMT|[+-]\d\d:?\d\d)$/i.test(text.slice(0, offset)) ? '' : zone,
  );
  const date = DATES.map((pattern) => pattern.exec(named)?.groups).find((groups) => groups !== undefined);
  if (date === undefined) return named;
  const month = date['month'] ?? String(monthNumber(date['name'] ?? ''));
  const day = [date['year'], month, date['day']]
    .filter((part) => part !== undefined)
    .map((part) => part.padStart(2, '0'))
    .join('-');
  return date['rest'] === '' ? day : (withTime(day, date['rest'] ?? '') ?? named);
}

function monthNumber(name: string): number {
  return MONTHS.findIndex(([start]) => start === name.slice(0, 3).toLowerCase()) + 1;
}

function withTime(day: string, rest: string): string | null {
  const time = TIME.exec(rest)?.groups;
  if (time === undefined) return null;
  const hour = toHour(Number(time['hour']), time['half']?.toLowerCase());
  if (hour === null) return null;
  const { sign, hours = '', part = '00', zone = '' } = time;
  const offset = sign === undefined ? (zone === '' ? '' : 'Z') : `${sign}${hours.padStart(2, '0')}:${part}`;
  return `${day}T${String(hour).padStart(2, '0')}${time['minutes'] ?? ''}${offset}`;
}

/** An hour of 24; null for one that the half of the day does not have. */
function toHour(hour: number, half: string | undefined): number | null {
  if (half === undefined) return hour;
  if (hour < 1 || hour > 12) return null;
  return (hour % 12) + (half === 'p' ? 12 : 0);
}
