import type { Fragment, TransactionSql } from '../../platform/postgres.ts';

/** Days from the first to the last, as `YYYY-MM-DD`. */
export interface Period {
  from: string;
  to: string;
}

/**
 * Moves what has changed out of `engagement_changes`, as the days of people that are to be computed: the table
 * `changed_days`, which lasts as long as the transaction. What is committed meanwhile is seen by the next run,
 * and also by this one where it reads later; nothing is lost, and what is computed twice is the same.
 *
 * @param again of this period every day is added on which somebody did something, or was thought to have.
 */
export async function takeChanges(sql: TransactionSql, again?: Period): Promise<void> {
  await sql`
    create temporary table changes (user_id text collate "C", event_id text collate "C", date date)
    on commit drop`;
  await sql`create temporary table changed_days (user_id text collate "C", date date) on commit drop`;
  await sql`
    with taken as (delete from engagement_changes returning user_id, event_id, date)
    insert into changes select distinct user_id, event_id, date from taken`;
  await sql`analyze changes`;
  await sql`
    insert into changed_days (user_id, date)
    select user_id, date from changes where event_id is null and date is not null
    union
    select user_id, engagement_day(start_date)
    from changes join events on id = event_id
    where user_id is not null and engagement_day(start_date) is not null
    union
    select attendance.user_id, date
    from changes join event_attendance as attendance using (event_id)
    where changes.user_id is null and engagement_day(attended_at) is null
    union
    ${allDays(sql, sql`select user_id from changes where event_id is null and date is null`)}
    ${again === undefined ? sql`` : sql`union ${daysOf(sql, again)}`}
    -- Also below: what is written in the order of the key is found, and copied, faster by it.
    order by user_id, date`;
  await sql`alter table changed_days add primary key (user_id, date)`;
}

function daysOf(sql: TransactionSql, { from, to }: Period): Fragment {
  return sql`
    select user_id, date from (${allDays(sql, null)}) as day
    where date between ${from}::text::date and ${to}::text::date`;
}

/** Gives back the days that are still to come. */
export async function keepFuture(sql: TransactionSql, through: string): Promise<void> {
  await sql`
    with future as (delete from changed_days where date > ${through}::text::date returning user_id, date)
    insert into engagement_changes (user_id, date) select user_id, date from future`;
  await sql`analyze changed_days`;
}

/** Every day on which these people (or everybody) did something, or were thought to have. */
function allDays(sql: TransactionSql, users: Fragment | null): Fragment {
  const of = (column: string): Fragment => (users === null ? sql`true` : sql`${sql(column)} in (${users})`);
  return sql`
    select user_id, date from user_engagement_metrics where ${of('user_id')}
    union
    select user_id, date from profile_view_counts where ${of('user_id')}
    union
    select user_id, engagement_day(created_at) from showcase_posts
    where live and ${of('user_id')} and engagement_day(created_at) is not null
    union
    select user_id, coalesce(engagement_day(attended_at), engagement_day(start_date))
    from event_attendance as attendance join events on events.id = event_id
    where attendance.live and has_attended(status, attended_at) and ${of('user_id')}
      and coalesce(engagement_day(attended_at), engagement_day(start_date)) is not null
    union
    select from_user_id, engagement_day(created_at) from connections
    where live and status = 'accepted' and ${of('from_user_id')} and engagement_day(created_at) is not null
    union
    select to_user_id, engagement_day(created_at) from connections
    where live and status = 'accepted' and ${of('to_user_id')} and engagement_day(created_at) is not null`;
}
