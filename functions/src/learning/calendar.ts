/** Calendar arithmetic in UTC. Dates are ISO strings without a time, such as `2026-03-01`; weeks start on Monday. */

export const HOUR_MS = 60 * 60 * 1000;
export const DAY_MS = 24 * HOUR_MS;
export const WEEK_MS = 7 * DAY_MS;
/** A Julian year. */
export const YEAR_MS = 365.25 * DAY_MS;

/** The date of a time. */
export function isoDate(time: Date): string {
  return time.toISOString().slice(0, 10);
}

/** The same time of day `days` later, or earlier if negative. */
export function addDays(time: Date, days: number): Date {
  return new Date(time.getTime() + days * DAY_MS);
}

/** The first day of the month `offset` months after the month of a time. */
export function monthStart(time: Date, offset = 0): string {
  return isoDate(new Date(Date.UTC(time.getUTCFullYear(), time.getUTCMonth() + offset, 1)));
}

/** The Monday of the week of a time. */
export function weekStart(time: Date): string {
  const daysSinceMonday = (time.getUTCDay() + 6) % 7;
  return isoDate(addDays(time, -daysSinceMonday));
}
