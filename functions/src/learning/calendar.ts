/**
 * Calendar arithmetic. Days are ISO dates such as `2026-03-01`, without a time or a time zone: campusTime.ts says on
 * which day of the campus a moment lies. Weeks start on Monday.
 */

export const MINUTE_MS = 60 * 1000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;
export const WEEK_MS = 7 * DAY_MS;
/** A Julian year. */
export const YEAR_MS = 365.25 * DAY_MS;

/** The day `days` later, or earlier if negative. */
export function addDays(day: string, days: number): string {
  return toDay(Date.parse(day) + days * DAY_MS);
}

/** The first day of the month `offset` months after the month of a day. */
export function monthStart(day: string, offset = 0): string {
  const date = new Date(day);
  return toDay(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + offset, 1));
}

/** The Monday of the week of a day. */
export function weekStart(day: string): string {
  const daysSinceMonday = (new Date(day).getUTCDay() + 6) % 7;
  return addDays(day, -daysSinceMonday);
}

function toDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
