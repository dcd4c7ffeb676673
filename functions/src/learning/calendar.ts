/** Months and weeks are those of the calendar in UTC. Dates without a time are texts as 2026-03-01. */

/** Changes that come late, such as who attended, are waited for so long before a month is closed. */
const LATE_DAYS = 7;

/** Months before the present one that are counted on the first night. */
const HISTORY = 12;

const DAY_MS = 24 * 60 * 60 * 1000;

/** The first day of the month that is this many months after the month of a time. */
export function monthOf(time: Date, after = 0): string {
  return dateOf(new Date(Date.UTC(time.getUTCFullYear(), time.getUTCMonth() + after, 1)));
}

/** The Monday that the week of a time began with. */
export function weekOf(time: Date): string {
  const sinceMonday = (time.getUTCDay() + 6) % 7;
  return dateOf(daysAfter(time, -sinceMonday));
}

export function daysAfter(time: Date, days: number): Date {
  return new Date(time.getTime() + days * DAY_MS);
}

export function dateOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}

/** Whether a month is over for so long that it is counted for the last time. */
export function isClosed(month: string, now: Date): boolean {
  return month < monthOf(daysAfter(now, -LATE_DAYS));
}

/** The present month and those before it that the history begins with, the first first. */
export function recentMonths(now: Date): string[] {
  return Array.from({ length: HISTORY + 1 }, (_, index) => monthOf(now, index - HISTORY));
}
