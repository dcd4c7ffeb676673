import { DAY_MS } from '../../learning/calendar.ts';
import { utcToCampusTime } from '../../platform/campusTime.ts';
import { isActivity, type Action } from './activityFeatures.ts';

/** Plain figures that reasons are worded from. Activity is what the user's analytics count, by the same days. */
export interface ActivityFacts {
  /** Null without any activity. */
  daysSinceActive: number | null;
  activities90: number;
  activities365: number;
  /** Months of 30 days with activity, of the last twelve. */
  monthsActive: number;
  /** The mean number of days between days with activity; null with fewer than three such days. */
  meanGapDays: number | null;
  /** Since the first activity; null without any. */
  daysSinceFirst: number | null;
  /** Events joined and connections asked for, which are no activity yet. */
  answers90: number;
  answers365: number;
  posts90: number;
  /** Connections made or asked for. */
  connections90: number;
  /** Invitations declined, ever. */
  declined: number;
  /** Null without any. */
  daysSinceAnswer: number | null;
}

/** @param actions in order of time; those after `now` are ignored */
export function activityFacts(actions: readonly Action[], now: number): ActivityFacts {
  const past = actions.filter(({ at }) => at <= now);
  const activities = past.filter(isActivity);
  const answers = past.filter(({ kind }) => kind === 'joined' || kind === 'requested');
  const dayOf = (time: number): number => Math.floor(utcToCampusTime(time) / DAY_MS);
  const today = dayOf(now);
  const daysAgo = ({ at }: Action): number => today - dayOf(at);
  const within = (list: Action[], days: number): Action[] => list.filter((action) => daysAgo(action) < days);
  const days = [...new Set(activities.map(daysAgo))];
  const daysSince = (action: Action | undefined): number | null =>
    action === undefined ? null : (now - action.at) / DAY_MS;
  return {
    daysSinceActive: daysSince(activities.at(-1)),
    activities90: within(activities, 90).length,
    activities365: within(activities, 365).length,
    monthsActive: new Set(within(activities, 360).map((action) => Math.floor(daysAgo(action) / 30))).size,
    meanGapDays: days.length < 3 ? null : (Math.max(...days) - Math.min(...days)) / (days.length - 1),
    daysSinceFirst: daysSince(activities[0]),
    answers90: within(answers, 90).length,
    answers365: within(answers, 365).length,
    posts90: within(past, 90).filter(({ kind }) => kind === 'posted').length,
    connections90: within(past, 90).filter(({ kind }) => kind === 'connected' || kind === 'requested').length,
    declined: past.filter(({ kind }) => kind === 'declined').length,
    daysSinceAnswer: daysSince(answers.at(-1)),
  };
}
