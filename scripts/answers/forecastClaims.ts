import { campusZone } from '../../functions/src/platform/campusTime.ts';
import type { Fragment, Sql } from '../../functions/src/platform/postgres.ts';
import { isTrue, type Verifier } from './claim.ts';
import { connectionsOf, requestsOf } from './relationships.ts';

/** What a person did, by the day on which they did it. */
function activity(sql: Sql, uid: string): Fragment {
  return sql`
    select created_at as at, 'posted' as kind from showcase_posts where live and user_id = ${uid}
    union all
    select coalesce(attended_at, start_date), 'attended'
    from event_attendance as visit left join events on events.id = event_id
    where visit.live and user_id = ${uid} and has_attended(status, attended_at)
    union all
    select at, 'connected' from (${connectionsOf(sql)}) as connection where one = ${uid}`;
}

/** Joining events and asking to connect, whose times differ by their source: only whether there was any is looked up. */
function answers(sql: Sql, uid: string): Fragment {
  return sql`
    select created_at as at from event_attendance where live and user_id = ${uid}
    union all
    select at from (${requestsOf(sql)}) as request where one = ${uid}`;
}

const DAY = 24 * 60 * 60 * 1000;

/** A number of days as sentences give it: "less than a day", "a day" or "12 days". */
function daysOf(words: string | undefined): number {
  if (words === 'less than a day') return 0;
  return words === 'a day' ? 1 : Number.parseInt(words ?? '', 10);
}

const timesOf = (words: string | undefined): number =>
  words === 'once' ? 1 : Number.parseInt(words ?? '', 10);

function countWithin(days: number, kinds: string[]): Verifier {
  return ({ uid }, match, { sql, now }) =>
    isTrue(sql`
      with done as (${activity(sql, uid)})
      select count(*) = ${match[1] === undefined ? 0 : timesOf(match[1])} as holds from done
      where kind in ${sql(kinds)} and at <= ${now}
        and campus_day(at, ${campusZone()}) > campus_day(${now}::timestamptz, ${campusZone()}) - ${days}::integer`);
}

const ALL = ['posted', 'attended', 'connected'];

/** The first or last activity was so many days ago. */
function daysAgo(which: 'first' | 'last'): Verifier {
  return async ({ uid }, match, { sql, now }) => {
    const [row] = await sql<{ first: Date | null; last: Date | null }[]>`
      with done as (${activity(sql, uid)})
      select min(at) as first, max(at) as last from done where at <= ${now}`;
    const at = row?.[which];
    return at != null && Math.round((now.getTime() - at.getTime()) / DAY) === daysOf(match[1]);
  };
}

const meanGap: Verifier = async (claim, match, facts) => {
  const { sql, now } = facts;
  const [row] = await sql<{ gap: number | null }[]>`
    with done as (${activity(sql, claim.uid)}), day as (
      select distinct campus_day(at, ${campusZone()}) as date from done where at <= ${now}
    )
    select (max(date) - min(date))::float8 / nullif(count(*) - 1, 0) as gap from day`;
  const isGap = row?.gap != null && Math.abs(Math.round(row.gap) - daysOf(match[2])) === 0;
  return isGap && daysAgo('last')(claim, match, facts);
};

const monthsOfYear: Verifier = async (claim, match, facts) => {
  const { sql, now } = facts;
  const [row] = await sql<{ months: number }[]>`
    with done as (${activity(sql, claim.uid)}), day as (
      select campus_day(${now}::timestamptz, ${campusZone()}) - campus_day(at, ${campusZone()}) as ago from done where at <= ${now}
    )
    select count(distinct ago / 30)::integer as months from day where ago < 360`;
  return row?.months === Number(match[2]) && countWithin(365, ALL)(claim, match, facts);
};

const hasAnswered: Verifier = ({ uid }, _match, { sql, now }) =>
  isTrue(
    sql`with answered as (${answers(sql, uid)}) select count(*) > 0 as holds from answered where at <= ${now}`,
  );

/** Connections, and own requests for others. */
const connections: Verifier = ({ uid }, match, { sql, now }) =>
  isTrue(sql`
    select count(*) = ${timesOf(match[1] ?? '0')} as holds
    from (${connectionsOf(sql)} union all ${requestsOf(sql)}) as connection
    where one = ${uid} and at <= ${now}
      and campus_day(at, ${campusZone()}) > campus_day(${now}::timestamptz, ${campusZone()}) - 90`);

/** Cancelled answers; one whose time nobody knows does not count. */
const declined: Verifier = ({ uid }, match, { sql, now }) =>
  isTrue(sql`
    select count(*) = ${timesOf(match[1] ?? '0')} as holds from event_attendance
    where live and user_id = ${uid} and status = 'cancelled' and created_at <= ${now}`);

export const FORECAST_CLAIMS = {
  'engagementForecast reason': [
    [/^Last active (.+?) ago, with (.+) between visits on average\.$/, meanGap],
    [/^Last active (.+) ago\.$/, daysAgo('last')],
    [/^First active (.+) ago\.$/, daysAgo('first')],
    [/^Active (once|\d+ times) in the last 90 days\.$/, countWithin(90, ALL)],
    [/^Active (once|\d+ times) in the last year, in (\d+) of its months\.$/, monthsOfYear],
    [/^No activity in the last 90 days\.$/, countWithin(90, ALL)],
    [/^No activity in the last year\.$/, countWithin(365, ALL)],
    [/^Not active for more than a year\.$/, countWithin(365, ALL)],
    [/^Not active yet\.$/, countWithin(36_500, ALL)],
    [/^Joined events or asked to connect (once|\d+ times) in the last (?:90 days|year)\.$/, hasAnswered],
    [/^Last joined an event or asked to connect (.+) ago\.$/, hasAnswered],
    [/^Posted (once|\d+ times) in the last 90 days\.$/, countWithin(90, ['posted'])],
    [/^No post in the last 90 days\.$/, countWithin(90, ['posted'])],
    [/^Connected or asked to connect (once|\d+ times) in the last 90 days\.$/, connections],
    [/^No new connection in the last 90 days\.$/, connections],
    [/^Declined invitations (once|\d+ times)\.$/, declined],
    [/^Has never declined an invitation\.$/, declined],
    [/^Has declined invitations, but never taken part\.$/, countWithin(36_500, ALL)],
    // A property of the model: there is no row that says it.
    [/^People are (?:more|less) active than usual at this time of year\.$/, () => Promise.resolve(true)],
  ],
} satisfies Record<string, readonly (readonly [RegExp, Verifier])[]>;
