import { DAY_MS, YEAR_MS } from '../../learning/calendar.ts';

/** Something that a user did, from the view `user_actions`. Declining is an action, but not activity. */
export interface Action {
  /** In milliseconds since 1970. */
  at: number;
  kind: 'joined' | 'attended' | 'posted' | 'connected' | 'declined';
}

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

/** Plain figures that reasons are worded from. */
export interface ActivityFacts {
  /** Null if the user has only declined. */
  daysSinceActive: number | null;
  activities90: number;
  activities365: number;
  /** Months of 30 days with any action, of the last twelve. */
  monthsActive: number;
  /** The mean number of days between days with an action; null with fewer than three such days. */
  meanGapDays: number | null;
  daysSinceFirst: number;
}

/** Running totals over a user's actions. */
interface Totals {
  last: number;
  lastActive: number;
  actions: number;
  declined: number;
  activities90: number;
  activities365: number;
  /** Days and months, counted back from now for the latter, with any action. */
  days: Set<number>;
  months: Set<number>;
  /** Counts that decay with a half-life of so many days. */
  decayed: Record<'days14' | 'days30' | 'days90' | 'days365' | 'posts90' | 'connections90', number>;
}

/**
 * A user's features and facts at a time; null without any action in the {@link LAPSED_DAYS} before.
 *
 * @param actions in order of time; those after `now` are ignored
 */
export function activityFeatures(
  actions: readonly Action[],
  now: number,
): { features: number[]; facts: ActivityFacts } | null {
  const totals = totalsOf(actions, now);
  const { last, lastActive, decayed, days, months } = totals;
  const daysSinceAny = (now - last) / DAY_MS;
  if (daysSinceAny > LAPSED_DAYS) return null;
  const daysSinceFirst = (now - (actions[0]?.at ?? now)) / DAY_MS;
  const daysSinceActive = Math.min((now - lastActive) / DAY_MS, 2 * LAPSED_DAYS);
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
  return {
    features: FEATURES.map((name) => values[name]),
    facts: {
      daysSinceActive: lastActive === -Infinity ? null : (now - lastActive) / DAY_MS,
      activities90: totals.activities90,
      activities365: totals.activities365,
      monthsActive: months.size,
      meanGapDays: days.size < 3 ? null : daysSinceFirst / (days.size - 1),
      daysSinceFirst,
    },
  };
}

/** Whether a user is active after `from` and until `to`. */
export function isActive(actions: readonly Action[], from: number, to: number): boolean {
  return actions.some(({ at, kind }) => at > from && at <= to && kind !== 'declined');
}

function totalsOf(actions: readonly Action[], now: number): Totals {
  const totals: Totals = {
    last: -Infinity,
    lastActive: -Infinity,
    actions: 0,
    declined: 0,
    activities90: 0,
    activities365: 0,
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
    days.add(Math.floor(at / DAY_MS));
    if (daysAgo < 360) months.add(Math.floor(daysAgo / 30));
    decayed.days14 += 2 ** (-daysAgo / 14);
    decayed.days30 += 2 ** (-daysAgo / 30);
    decayed.days90 += 2 ** (-daysAgo / 90);
    if (kind === 'posted') decayed.posts90 += 2 ** (-daysAgo / 90);
    if (kind === 'connected') decayed.connections90 += 2 ** (-daysAgo / 90);
    if (kind === 'declined') {
      totals.declined += 1;
      continue;
    }
    decayed.days365 += 2 ** (-daysAgo / 365);
    totals.lastActive = at;
    if (daysAgo < 90) totals.activities90 += 1;
    if (daysAgo < 365) totals.activities365 += 1;
  }
  return totals;
}
