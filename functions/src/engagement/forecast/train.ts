import { DAY_MS } from '../../learning/calendar.ts';
import { FEATURES, isActive, LAPSED_DAYS, observe, type Action } from './features.ts';
import { fitLogistic, probability, type Cases, type Logistic } from '../../learning/logisticRegression.ts';
import { forecastMetrics, type ForecastMetrics } from '../../learning/classificationMetrics.ts';

/** How far ahead is forecast, in days. */
const HORIZONS = [30, 60] as const;
export type Horizon = (typeof HORIZONS)[number];

/** Somebody, as the forecast knows them. */
export interface Person {
  /** In the order of time. */
  actions: Action[];
  /** When they joined, in milliseconds since 1970. */
  since: number;
}

/** What was learned for one horizon. */
export interface HorizonModel {
  regression: Logistic;
  /** How many of those come back who have been gone for a year, and how many start who never did anything. */
  lapsed: number;
  new: number;
}

/** A model with how good it was on the newest history, which it was not fitted on then, beside the baseline. */
export interface Trained {
  horizons: Record<Horizon, HorizonModel>;
  metrics: Record<Horizon, ForecastMetrics>;
  baseline: Record<Horizon, ForecastMetrics>;
  /** Snapshots of people that it was fitted on. */
  cases: number;
}

/** Snapshots are so far apart, and go back so far: three years, so that each season is seen some times. */
const STEP_DAYS = 30;
const SNAPSHOTS = 36;

/** What happened before the first snapshot, so that there is something to see. */
const BEFORE_DAYS = 60;

/** Chosen on earlier times of public data; from 0.3 to 30 no figure changes by more than .004. */
const RIDGE = 3;

/** Fewer active, or inactive, than this in what is learned from or compared with say nothing. */
const FEWEST = 20;

/** The last snapshots, which judge: several, so that no single season decides. */
const JUDGES = 3;

/** Snapshots of people that are learned from at most, drawn evenly. */
const MOST_CASES = 30_000;

/** Who never acted, or not for a year, is few: so many imagined people of the usual rate steady them. */
const STEADYING = 20;

/**
 * Learns from the history before `now`: what was known of everybody at earlier times, and what they did in the
 * days after. The last snapshots whose outcome is known judge a model of what was known before them; the model
 * itself then learns from these, too.
 *
 * @returns null when there is too little history.
 */
export function train(people: readonly Person[], now: number): Trained | null {
  const start = people.reduce((first, { actions, since }) => Math.min(first, actions[0]?.at ?? since), now);
  const snapshots = Array.from({ length: SNAPSHOTS }, (_, index) => now - (index + 1) * STEP_DAYS * DAY_MS)
    .filter((at) => at >= start + BEFORE_DAYS * DAY_MS)
    .map((at) => ({ at, people: seenAt(people, at) }));
  const [month, twoMonths] = HORIZONS.map((horizon) => trainHorizon(snapshots, now, horizon));
  if (!month || !twoMonths) return null;
  return {
    horizons: { 30: month.model, 60: twoMonths.model },
    metrics: { 30: month.metrics, 60: twoMonths.metrics },
    baseline: { 30: month.baseline, 60: twoMonths.baseline },
    cases: twoMonths.cases,
  };
}

/** Everybody as they were known at a time, the newest first. */
interface Snapshot {
  at: number;
  people: Seen[];
}

interface Seen {
  person: Person;
  /** Null for whoever had not acted for long, or ever. */
  features: number[] | null;
}

interface Case {
  features: number[];
  label: boolean;
}

function trainHorizon(snapshots: Snapshot[], now: number, horizon: Horizon) {
  const length = horizon * DAY_MS;
  const known = snapshots
    .filter(({ at }) => at + length <= now)
    .map(({ at, people }) => ({ at, cases: casesOf(people, at, at + length) }));
  const judges = known.slice(0, JUDGES);
  const cut = judges.at(-1)?.at ?? 0;
  const judging = judges.flatMap(({ cases }) => cases);
  const earlier = drawn(known.filter(({ at }) => at + length <= cut).map(({ cases }) => cases));
  if (tooFew(judging) || tooFew(earlier)) return null;
  const judged = fitLogistic(asCases(earlier), RIDGE);
  const baseline = fitLogistic(asCases(earlier.map(recencyAlone)), RIDGE);
  const metrics = (chance: (one: Case) => number): ForecastMetrics =>
    forecastMetrics(judging.map((one) => ({ probability: chance(one), happened: one.label })));

  const all = drawn(known.map(({ cases }) => cases));
  const usual = all.filter(({ label }) => label).length / all.length;
  const others = snapshots
    .filter(({ at }) => at + length <= now)
    .flatMap(({ at, people }) =>
      people
        .filter(({ features }) => features === null)
        .map(({ person: { actions } }) => ({
          fresh: (actions[0]?.at ?? Infinity) > at,
          active: isActive(actions, at, at + length),
        })),
    );
  return {
    model: {
      regression: fitLogistic(asCases(all), RIDGE),
      lapsed: rate(
        others.filter(({ fresh }) => !fresh),
        usual,
      ),
      new: rate(
        others.filter(({ fresh }) => fresh),
        usual,
      ),
    },
    metrics: metrics(({ features }) => probability(judged, features)),
    baseline: metrics((one) => probability(baseline, recencyAlone(one).features)),
    cases: all.length,
  };
}

function seenAt(people: readonly Person[], at: number): Seen[] {
  return people
    .filter(({ actions, since }) => Math.min(actions[0]?.at ?? Infinity, since) <= at)
    .map((person) => ({ person, features: observe(person.actions, at)?.features ?? null }));
}

function casesOf(people: Seen[], at: number, until: number): Case[] {
  return people.flatMap(({ person, features }) =>
    features === null ? [] : { features, label: isActive(person.actions, at, until) },
  );
}

/**
 * Cases of all snapshots, drawn evenly when there are many. The time of the year is left out of what does not
 * span a year: it would be the trend.
 */
function drawn(snapshots: Case[][]): Case[] {
  const all = snapshots.flat();
  const every = Math.max(1, all.length / MOST_CASES);
  const some = Array.from(
    { length: Math.floor(all.length / every) },
    (_, index) => all[Math.floor(index * every)],
  );
  const wholeYear = (snapshots.length - 1) * STEP_DAYS >= LAPSED_DAYS;
  return some.flatMap((one) => {
    if (one === undefined) return [];
    if (wholeYear) return one;
    return { ...one, features: one.features.map((value, column) => (isSeason(column) ? 0 : value)) };
  });
}

function isSeason(column: number): boolean {
  return FEATURES[column] === 'yearSine' || FEATURES[column] === 'yearCosine';
}

/** The baseline knows only how long ago somebody did something. */
function recencyAlone({ features, label }: Case): Case {
  return { features: features.slice(0, 1), label };
}

function asCases(cases: Case[]): Cases {
  return { features: cases.map(({ features }) => features), labels: cases.map(({ label }) => label) };
}

function tooFew(cases: Case[]): boolean {
  const active = cases.filter(({ label }) => label).length;
  return active < FEWEST || cases.length - active < FEWEST;
}

function rate(people: { active: boolean }[], usual: number): number {
  return (people.filter(({ active }) => active).length + STEADYING * usual) / (people.length + STEADYING);
}
