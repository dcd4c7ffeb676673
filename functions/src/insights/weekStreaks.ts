import { WEEK_MS } from '../learning/calendar.ts';

/**
 * Streaks of consecutive active weeks: the longest, and the current one, which may end with this week or the last.
 *
 * @param weeks the Mondays of active weeks, in order; duplicates are ignored
 * @param thisWeek the Monday of the current week
 */
export function weekStreaks(weeks: string[], thisWeek: string): { current: number; longest: number } {
  let streak = 0;
  let longest = 0;
  let previous = NaN;
  for (const week of new Set(weeks)) {
    const monday = Date.parse(week);
    streak = monday - previous === WEEK_MS ? streak + 1 : 1;
    longest = Math.max(longest, streak);
    previous = monday;
  }
  return { current: Date.parse(thisWeek) - previous <= WEEK_MS ? streak : 0, longest };
}
