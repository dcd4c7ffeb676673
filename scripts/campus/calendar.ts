/** Date arithmetic and the academic year. All times are UTC. */

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const WEEK = 7 * DAY;
export const YEAR = 365.25 * DAY;

/** A time plus a number of milliseconds. */
export function later(time: Date, milliseconds: number): Date {
  return new Date(time.getTime() + Math.round(milliseconds));
}

/** The latest of these times. */
export function latest(...times: Date[]): Date {
  return new Date(Math.max(...times.map((time) => time.getTime())));
}

/** The earlier of two times. */
export function earliest(a: Date, b: Date): Date {
  return a < b ? a : b;
}

/** 1 September of the current academic year; until 30 days after it, of the previous one, since few have joined yet. */
export function academicYearStart(now: Date): Date {
  const monthAgo = later(now, -30 * DAY);
  const year = monthAgo.getUTCFullYear() - (monthAgo.getUTCMonth() < 8 ? 1 : 0);
  return new Date(Date.UTC(year, 8, 1));
}

/** The same date, this many years later. */
export function addYears(time: Date, years: number): Date {
  const moved = new Date(time);
  moved.setUTCFullYear(moved.getUTCFullYear() + years);
  return moved;
}

/** The Sundays (midnight) that start the term weeks within a period; all weeks when none is in term. */
export function weeksOfTerm(from: Date, to: Date): Date[] {
  const weeks: Date[] = [];
  const midnight = Math.ceil(from.getTime() / DAY) * DAY;
  const sunday = midnight + ((7 - new Date(midnight).getUTCDay()) % 7) * DAY;
  for (let week = sunday; week + WEEK <= to.getTime(); week += WEEK) weeks.push(new Date(week));
  const termWeeks = weeks.filter((week) => !isBreak(later(week, 3 * DAY)));
  return termWeeks.length > 0 ? termWeeks : weeks;
}

function isBreak(day: Date): boolean {
  const [month, date] = [day.getUTCMonth(), day.getUTCDate()];
  return month === 6 || month === 7 || (month === 11 && date > 18) || (month === 0 && date < 6);
}
