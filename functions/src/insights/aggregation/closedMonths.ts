import { addDays, monthStart } from '../../learning/calendar.ts';
import { campusDay } from '../../platform/campusTime.ts';

/** Days that a finished month stays open for late changes, such as check-ins entered afterwards. */
const GRACE_DAYS = 7;

/** Past months counted on the first night. */
const HISTORY_MONTHS = 12;

/** Whether a month, given by its first day, ended long enough ago to be counted for the last time. */
export function isClosed(month: string, now: Date): boolean {
  return month < monthStart(addDays(campusDay(now), -GRACE_DAYS));
}

/** The first day of the last closed month. */
export function lastClosedMonth(now: Date): string {
  return monthStart(addDays(campusDay(now), -GRACE_DAYS), -1);
}

/** The first days of the current month and the {@link HISTORY_MONTHS} before it, oldest first. */
export function recentMonths(now: Date): string[] {
  const today = campusDay(now);
  return Array.from({ length: HISTORY_MONTHS + 1 }, (_, index) => monthStart(today, index - HISTORY_MONTHS));
}
