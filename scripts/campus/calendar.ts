/** Date arithmetic and the academic year. All times are UTC. */
import type { Random } from './random.ts';

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

/** The midnight at which a day begins. */
export function startOfDay(time: Date): Date {
  return new Date(Math.floor(time.getTime() / DAY) * DAY);
}

/** 1 September of the current academic year; for 45 days after it, of the previous one, since few have joined yet. */
export function academicYearStart(now: Date): Date {
  const earlier = later(now, -45 * DAY);
  const year = earlier.getUTCFullYear() - (earlier.getUTCMonth() < 8 ? 1 : 0);
  return new Date(Date.UTC(year, 8, 1));
}

/** The same date, this many years later. */
export function addYears(time: Date, years: number): Date {
  const moved = new Date(time);
  moved.setUTCFullYear(moved.getUTCFullYear() + years);
  return moved;
}

/** How much happens around a day, relative to an ordinary week: terms begin busily, end in exams, and breaks are quiet. */
function busyness(day: Date): number {
  if (isBreak(day)) return 0.2;
  if (isBreak(later(day, -3 * WEEK))) return 1.1;
  if (isBreak(later(day, 2 * WEEK))) return 0.8;
  return 1;
}

/** Whether a day lies in July, in August, or between 19 December and 5 January. */
export function isBreak(day: Date): boolean {
  const [month, date] = [day.getUTCMonth(), day.getUTCDate()];
  return month === 6 || month === 7 || (month === 11 && date > 18) || (month === 0 && date < 6);
}

/** Two and a half years. */
const WEEKS_BACK = 130;

/** How busy the first of these weeks is, relative to the last: the app grows. */
const INITIAL_SHARE = 0.8;

/**
 * This many past weeks in order of time, busy ones more often; evenly spread, so that no month stays empty by chance. A
 * week is a midnight and the seven days after it.
 */
export function pastWeeks(today: Date, count: number): Date[] {
  const weeks = Array.from({ length: WEEKS_BACK }, (_, index) => later(today, (index - WEEKS_BACK) * WEEK));
  const weights = weeks.map(
    (week, index) => busyness(midweek(week)) * (INITIAL_SHARE + (1 - INITIAL_SHARE) * (index / WEEKS_BACK)),
  );
  const interval = weights.reduce((sum, weight) => sum + weight, 0) / count;
  let sum = interval / 2;
  return weeks.flatMap((week, index) => {
    sum += weights[index] ?? 0;
    const times = Math.floor(sum / interval);
    sum -= times * interval;
    return Array<Date>(times).fill(week);
  });
}

/** The next term weeks from tomorrow on, however far away they are. */
export function comingTermWeeks(today: Date, count: number): Date[] {
  const weeks: Date[] = [];
  for (let week = later(today, DAY); weeks.length < count; week = later(week, WEEK)) {
    if (!isBreak(midweek(week))) weeks.push(week);
  }
  return weeks;
}

function midweek(week: Date): Date {
  return later(week, WEEK / 2);
}

/** The midnight at which this day of the week (0 is Sunday) begins in a week. */
export function weekdayIn(week: Date, weekday: number): Date {
  return later(week, ((weekday - week.getUTCDay() + 7) % 7) * DAY);
}

/** A waking hour in a week; weekends are quieter. */
export function timeInWeek(random: Random, week: Date): Date {
  const weekday = random.weighted([0, 1, 2, 3, 4, 5, 6], (day) => (day === 0 || day === 6 ? 1 : 2));
  return later(weekdayIn(week, weekday), (8 + 15 * random.unit()) * HOUR);
}
