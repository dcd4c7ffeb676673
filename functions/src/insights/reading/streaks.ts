import { WEEK_MS } from '../../learning/calendar.ts';

/**
 * Weeks in a row in which something was done: the longest row, and the one that goes on, which ends with this week
 * or the last one.
 *
 * @param weeks the Mondays of the weeks in which something was done, in their order; repeated ones count once
 * @param thisWeek the Monday of the present week
 */
export function streaks(weeks: string[], thisWeek: string): { current: number; longest: number } {
  let row = 0;
  let longest = 0;
  let last = NaN;
  for (const week of new Set(weeks)) {
    const monday = Date.parse(week);
    row = monday - last === WEEK_MS ? row + 1 : 1;
    longest = Math.max(longest, row);
    last = monday;
  }
  return { current: Date.parse(thisWeek) - last <= WEEK_MS ? row : 0, longest };
}
