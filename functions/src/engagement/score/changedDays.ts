import { campusZone } from '../../platform/campusTime.ts';
import type { Fragment, TransactionSql } from '../../platform/postgres.ts';

/** The days from the first to the last, both included, as `YYYY-MM-DD`. */
export interface Period {
  from: string;
  to: string;
}

/**
 * Empties `engagement_changes` into the temporary table `changed_days`: the users and days to recompute. Changes
 * committed meanwhile stay for the next run; this one may already see their documents, but recomputing a day twice gives
 * the same result.
 *
 * @param forced adds every day of this period on which a user did something, or has a row saying so
 */
export async function takeChangedDays(sql: TransactionSql, forced?: Period): Promise<void> {
  await sql`
    create temporary table changes (user_id text collate "C", event_id text collate "C", moment timestamptz)
    on commit drop`;
  await sql`create temporary table changed_days (user_id text collate "C", date date) on commit drop`;
  await sql`
    with taken as (delete from engagement_changes returning user_id, event_id, moment)
    insert into changes select distinct user_id, event_id, moment from taken`;
  await sql`analyze changes`;
  const dayOf = (column: string): Fragment => campusDayOf(sql, column);
  await sql`
    insert into changed_days (user_id, date)
    select user_id, ${dayOf('moment')} as date from changes where event_id is null and moment is not null
    union
    select user_id, ${dayOf('start_date')}
    from changes join events on id = event_id
    where user_id is not null and has_engagement_day(start_date)
    union
    select attendance.user_id, ${dayOf('moment')}
    from changes join event_attendance as attendance using (event_id)
    where changes.user_id is null and not has_engagement_day(attended_at)
    union
    ${allDays(sql, sql`select user_id from changes where event_id is null and moment is null`)}
    ${forced === undefined ? sql`` : sql`union ${daysIn(sql, forced)}`}
    -- Here and elsewhere: rows written in key order are found and copied faster.
    order by user_id, date`;
  await sql`alter table changed_days add primary key (user_id, date)`;
}

function daysIn(sql: TransactionSql, { from, to }: Period): Fragment {
  return sql`
    select user_id, date from (${allDays(sql, null)}) as day
    where date between ${from}::text::date and ${to}::text::date`;
}

/** Moves days after `through` from `changed_days` back to `engagement_changes`. */
export async function returnFutureDays(sql: TransactionSql, through: string): Promise<void> {
  await sql`
    with future as (delete from changed_days where date > ${through}::text::date returning user_id, date)
    insert into engagement_changes (user_id, moment)
    -- Every day has one noon.
    select user_id, (date + time '12:00') at time zone ${campusZone()} from future`;
  await sql`analyze changed_days`;
}

/** Every day on which these users, or with null all users, did something or have a row saying so. */
function allDays(sql: TransactionSql, users: Fragment | null): Fragment {
  const isSelected = (column: string): Fragment =>
    users === null ? sql`true` : sql`${sql(column)} in (${users})`;
  const dayOf = (column: string): Fragment => campusDayOf(sql, column);
  return sql`
    select user_id, date from user_engagement_metrics where ${isSelected('user_id')}
    union
    select user_id, date from profile_view_counts where ${isSelected('user_id')}
    union
    select user_id, ${dayOf('created_at')} from showcase_posts
    where live and ${isSelected('user_id')} and has_engagement_day(created_at)
    union
    select user_id, case when has_engagement_day(attended_at) then ${dayOf('attended_at')} else ${dayOf('start_date')} end
    from attended_events join events on events.id = event_id
    where ${isSelected('user_id')} and (has_engagement_day(attended_at) or has_engagement_day(start_date))
    union
    select from_user_id, ${dayOf('created_at')} from accepted_connections
    where ${isSelected('from_user_id')} and has_engagement_day(created_at)
    union
    select to_user_id, ${dayOf('created_at')} from accepted_connections
    where ${isSelected('to_user_id')} and has_engagement_day(created_at)`;
}

function campusDayOf(sql: TransactionSql, column: string): Fragment {
  return sql`campus_day(${sql(column)}, ${campusZone()})`;
}
