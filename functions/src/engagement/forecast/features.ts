import { DAY_MS, YEAR_MS } from '../../learning/calendar.ts';

/** Something that somebody did, and when, in milliseconds since 1970; see the view `user_actions`. */
export interface Action {
  at: number;
  kind: 'joined' | 'attended' | 'posted' | 'connected' | 'declined';
}

/** Whoever has done nothing for longer is forecast by how many such people come back, not by features. */
export const LAPSED_DAYS = 365;

/** A gap that is assumed beside the person's own, so that one visit is no habit of none. */
const USUAL_GAP_DAYS = 30;

/** What the forecast looks at, in this order. The logarithms are of 1 + the quantity. */
export const FEATURES = [
  'sinceAnything',
  'sinceAction',
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

/** What is known of somebody at a time, in words' terms. */
export interface Facts {
  daysSinceAction: number | null;
  actions90: number;
  actions365: number;
  monthsActive: number;
  /** Days from one active day to the next, on average; null with fewer than three. */
  usualGapDays: number | null;
  daysSinceFirst: number;
}

/**
 * What is known of somebody at a time; null for whoever has done nothing within {@link LAPSED_DAYS}.
 *
 * @param actions in the order of time; those later than `now` are not looked at.
 */
export function observe(
  actions: readonly Action[],
  now: number,
): { features: number[]; facts: Facts } | null {
  let [last, lastAction, declined, total] = [-Infinity, -Infinity, 0, 0];
  let [actions90, actions365] = [0, 0];
  const decayed = { days14: 0, days30: 0, days90: 0, days365: 0, posts90: 0, connections90: 0 };
  const days = new Set<number>();
  const months = new Set<number>();
  for (const { at, kind } of actions) {
    if (at > now) break;
    const ago = (now - at) / DAY_MS;
    last = at;
    total += 1;
    days.add(Math.floor(at / DAY_MS));
    if (kind === 'declined') {
      declined += 1;
    } else {
      lastAction = at;
      if (ago < 90) actions90 += 1;
      if (ago < 365) actions365 += 1;
    }
    if (ago < 360) months.add(Math.floor(ago / 30));
    decayed.days14 += 2 ** (-ago / 14);
    decayed.days30 += 2 ** (-ago / 30);
    decayed.days90 += 2 ** (-ago / 90);
    if (kind !== 'declined') decayed.days365 += 2 ** (-ago / 365);
    if (kind === 'posted') decayed.posts90 += 2 ** (-ago / 90);
    if (kind === 'connected') decayed.connections90 += 2 ** (-ago / 90);
  }
  const since = (now - last) / DAY_MS;
  if (since > LAPSED_DAYS) return null;
  const age = (now - (actions[0]?.at ?? now)) / DAY_MS;
  const sinceAction = Math.min((now - lastAction) / DAY_MS, 2 * LAPSED_DAYS);
  const gap = (age + USUAL_GAP_DAYS) / days.size;
  const angle = (2 * Math.PI * now) / YEAR_MS;
  const values: Record<Feature, number> = {
    sinceAnything: Math.log1p(since),
    sinceAction: Math.log1p(sinceAction),
    recent14: Math.log1p(decayed.days14),
    recent30: Math.log1p(decayed.days30),
    recent90: Math.log1p(decayed.days90),
    recent365: Math.log1p(decayed.days365),
    posts90: Math.log1p(decayed.posts90),
    connections90: Math.log1p(decayed.connections90),
    monthsActive: months.size,
    age: Math.log1p(age),
    gapRatio: Math.log1p(since / gap),
    declined: declined / total,
    yearSine: Math.sin(angle),
    yearCosine: Math.cos(angle),
  };
  return {
    features: FEATURES.map((name) => values[name]),
    facts: {
      daysSinceAction: lastAction === -Infinity ? null : (now - lastAction) / DAY_MS,
      actions90,
      actions365,
      monthsActive: months.size,
      usualGapDays: days.size < 3 ? null : age / (days.size - 1),
      daysSinceFirst: age,
    },
  };
}

/** Whether somebody acts after `from` and until `to`; declining is no acting. */
export function isActive(actions: readonly Action[], from: number, to: number): boolean {
  return actions.some(({ at, kind }) => at > from && at <= to && kind !== 'declined');
}
