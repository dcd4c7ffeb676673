import { DAY_MS, YEAR_MS } from '../../learning/calendar.ts';
import { utcToCampusTime } from '../../platform/campusTime.ts';

/** Something that a user did, from the view `user_actions`. */
export interface Action {
  /** In milliseconds since 1970. */
  at: number;
  kind: 'attended' | 'posted' | 'connected' | 'joined' | 'requested' | 'declined';
}

/** What engagement scores and analytics count. */
const ACTIVITY: readonly Action['kind'][] = ['attended', 'posted', 'connected'];

/** Users without any action for longer are forecast by a base rate, not from features. */
export const LAPSED_DAYS = 365;

/** An assumed gap added to a user's own, so that a single visit does not count as a habit. */
const PRIOR_GAP_DAYS = 30;

/** What the forecast is computed from, in this order. `sinceAnyAction` to `connections90`, `age` and `gapRatio` are ln(1 + x). */
export const FEATURES = [
  'sinceAnyAction',
  'sinceActive',
  'recent14',
  'recent30',
  'recent90',
  'recent365',
  'posts90',
  'connections90',
  'monthsActive',
  'age',
  'gapRatio',
  'declined',
  'yearSine',
  'yearCosine',
] as const;

export type Feature = (typeof FEATURES)[number];

/** Running totals over a user's actions. */
interface Totals {
  last: number;
  lastWilling: number;
  actions: number;
  declined: number;
  /** Days and months, counted back from now for the latter, with any action. */
  days: Set<number>;
  months: Set<number>;
  /** Counts that decay with a half-life of so many days. */
  decayed: Record<'days14' | 'days30' | 'days90' | 'days365' | 'posts90' | 'connections90', number>;
}

/**
 * A user's features at a time; null without any action in the {@link LAPSED_DAYS} before.
 *
 * @param actions in order of time; those after `now` are ignored
 */
export function activityFeatures(actions: readonly Action[], now: number): number[] | null {
  const totals = totalsOf(actions, now);
  const { last, lastWilling, decayed, days, months } = totals;
  const daysSinceAny = (now - last) / DAY_MS;
  if (daysSinceAny > LAPSED_DAYS) return null;
  const daysSinceFirst = (now - (actions[0]?.at ?? now)) / DAY_MS;
  const daysSinceActive = Math.min((now - lastWilling) / DAY_MS, 2 * LAPSED_DAYS);
  const gap = (daysSinceFirst + PRIOR_GAP_DAYS) / days.size;
  const yearAngle = (2 * Math.PI * now) / YEAR_MS;
  const values: Record<Feature, number> = {
    sinceAnyAction: Math.log1p(daysSinceAny),
    sinceActive: Math.log1p(daysSinceActive),
    recent14: Math.log1p(decayed.days14),
    recent30: Math.log1p(decayed.days30),
    recent90: Math.log1p(decayed.days90),
    recent365: Math.log1p(decayed.days365),
    posts90: Math.log1p(decayed.posts90),
    connections90: Math.log1p(decayed.connections90),
    monthsActive: months.size,
    age: Math.log1p(daysSinceFirst),
    gapRatio: Math.log1p(daysSinceAny / gap),
    declined: totals.declined / totals.actions,
    yearSine: Math.sin(yearAngle),
    yearCosine: Math.cos(yearAngle),
  };
  return FEATURES.map((name) => values[name]);
}

/** Whether an action is what engagement scores and analytics count. */
export function isActivity({ kind }: Action): boolean {
  return ACTIVITY.includes(kind);
}

/** Whether a user does anything but decline after `from` and until `to`: the outcome that is forecast. */
export function isActive(actions: readonly Action[], from: number, to: number): boolean {
  return actions.some(({ at, kind }) => at > from && at <= to && kind !== 'declined');
}

function totalsOf(actions: readonly Action[], now: number): Totals {
  const totals: Totals = {
    last: -Infinity,
    lastWilling: -Infinity,
    actions: 0,
    declined: 0,
    days: new Set(),
    months: new Set(),
    decayed: { days14: 0, days30: 0, days90: 0, days365: 0, posts90: 0, connections90: 0 },
  };
  const { decayed, days, months } = totals;
  for (const { at, kind } of actions) {
    if (at > now) break;
    const daysAgo = (now - at) / DAY_MS;
    totals.last = at;
    totals.actions += 1;
    days.add(Math.floor(utcToCampusTime(at) / DAY_MS));
    if (daysAgo < 360) months.add(Math.floor(daysAgo / 30));
    decayed.days14 += 2 ** (-daysAgo / 14);
    decayed.days30 += 2 ** (-daysAgo / 30);
    decayed.days90 += 2 ** (-daysAgo / 90);
    if (kind === 'posted') decayed.posts90 += 2 ** (-daysAgo / 90);
    if (kind === 'connected' || kind === 'requested') decayed.connections90 += 2 ** (-daysAgo / 90);
    if (kind === 'declined') {
      totals.declined += 1;
      continue;
    }
    decayed.days365 += 2 ** (-daysAgo / 365);
    totals.lastWilling = at;
  }
  return totals;
}
