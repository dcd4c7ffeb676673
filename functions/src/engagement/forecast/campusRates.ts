import { DAY_MS } from '../../learning/calendar.ts';
import type { Sql } from '../../platform/postgres.ts';
import { activityFacts } from './activityFacts.ts';
import { isActive } from './activityFeatures.ts';
import type { Forecast } from './forecastActivity.ts';
import { quarterReason } from './forecastReasons.ts';
import type { ActivityHistory } from './readActivity.ts';

/** People counted, which takes a tenth of a second in each call: their rates are within three percentage points. */
const MAX_PEOPLE = 1000;

/**
 * Counts are rounded to multiples of this, and smaller ones to nothing, as in insights: among few people, a rate would
 * tell what somebody else did.
 */
const ROUNDING = 5;

/** Days in which an action makes a person a recently active one. */
const RECENT_DAYS = 90;

/** Rates of few people are smoothed with this many pseudo-observations at the overall rate. */
const PSEUDO_COUNT = 20;

/** The share of people who were active in the last 30 and 60 days, by whether they had been in the 90 days before. */
export interface CampusRates {
  recent: HorizonRates;
  others: HorizonRates;
}

type HorizonRates = Record<30 | 60, number>;

interface Count {
  horizon: 30 | 60;
  is_recent: boolean;
  people: number;
  active: number;
}

/** Counts the rates from the documents, for the time until a model has been trained. */
export async function readCampusRates(sql: Sql, now: Date): Promise<CampusRates> {
  const since = new Date(now.getTime() - (60 + RECENT_DAYS) * DAY_MS);
  const counts = await sql<Count[]>`
    with person as materialized (
      select id, created_at from users where id in (select user_id from established_people where since <= ${now})
      order by id limit ${MAX_PEOPLE}
    ), action as materialized (
      select user_id, at
      from person
      cross join lateral (
        select user_id, at from user_actions
        where user_id = person.id and kind <> 'declined' and at > ${since} and at <= ${now}
        -- Keeps the lookup per person: joined, the view would be read in full.
        offset 0
      ) as own
    ), observed as (
      select horizon, id,
        coalesce(bool_or(at <= starts and at > starts - ${RECENT_DAYS} * interval '1 day'), false) as is_recent,
        coalesce(bool_or(at > starts), false) as is_active
      from (values (30), (60)) as horizons (horizon)
      cross join lateral (select ${now}::timestamptz - horizon * interval '1 day' as starts) as start
      join person on created_at is null or created_at <= starts
      left join action on user_id = id
      group by horizon, id
    )
    select horizon, is_recent, count(*)::float8 as people, count(*) filter (where is_active)::float8 as active
    from observed
    group by horizon, is_recent`;
  return { recent: ratesOf(counts, true), others: ratesOf(counts, false) };
}

/** A forecast that only knows whether the person was active in the last 90 days. */
export function forecastByRates(rates: CampusRates, { actions }: ActivityHistory, now: Date): Forecast {
  const at = now.getTime();
  const isRecent = isActive(actions, at - RECENT_DAYS * DAY_MS, at);
  const [group, other] = isRecent ? [rates.recent, rates.others] : [rates.others, rates.recent];
  const effect = group[60] >= other[60] ? 'raises' : 'lowers';
  return {
    within30Days: Math.min(group[30], group[60]),
    within60Days: group[60],
    reasons: [quarterReason(activityFacts(actions, at), effect)],
  };
}

function ratesOf(counts: Count[], isRecent: boolean): HorizonRates {
  const rate = (horizon: 30 | 60): number => {
    const sum = (of: 'people' | 'active', among: Count[]): number =>
      rounded(among.reduce((total, count) => total + count[of], 0));
    const all = counts.filter((count) => count.horizon === horizon);
    const group = all.filter(({ is_recent }) => is_recent === isRecent);
    // One more who stayed active and one who did not (Laplace): of nobody, half.
    const overall = (sum('active', all) + 1) / (sum('people', all) + 2);
    return (sum('active', group) + PSEUDO_COUNT * overall) / (sum('people', group) + PSEUDO_COUNT);
  };
  return { 30: rate(30), 60: rate(60) };
}

function rounded(people: number): number {
  return people < ROUNDING ? 0 : ROUNDING * Math.round(people / ROUNDING);
}
