import type { Fragment, Sql } from '../../functions/src/platform/postgres.ts';

/**
 * What people have to do with each other and with events, by plain SQL from the documents. Two people have one
 * connection, whoever asked and however often; who is gone has none, and visits nothing.
 */

const isLive = (sql: Sql, id: Fragment): Fragment =>
  sql`exists (select from users as person where person.id = ${id} and person.live)`;

/** One row for each person and each other whom they are connected to, with the first time that is known. */
export function connectionsOf(sql: Sql): Fragment {
  return sql`
    select one, other, min(created_at) filter (where has_engagement_day(created_at)) as at
    from (
      select from_user_id as one, to_user_id as other, created_at from connections where live and status = 'accepted'
      union all
      select to_user_id, from_user_id, created_at from connections where live and status = 'accepted'
    ) as accepted
    where one <> other and ${isLive(sql, sql`one`)} and ${isLive(sql, sql`other`)}
    group by one, other`;
}

/** One row for each person and each other whom they asked for a connection and do not have, with the first time. */
export function requestsOf(sql: Sql): Fragment {
  return sql`
    select from_user_id as one, to_user_id as other, min(created_at) as at
    from connections as request
    where live and from_user_id <> to_user_id and created_at is not null and ${isLive(sql, sql`to_user_id`)}
      and not exists (
        select from connections as accepted
        where accepted.live and accepted.status = 'accepted' and (
          (accepted.from_user_id, accepted.to_user_id) = (request.from_user_id, request.to_user_id)
          or (accepted.to_user_id, accepted.from_user_id) = (request.from_user_id, request.to_user_id)
        )
      )
    group by from_user_id, to_user_id`;
}

/** Who is going to an event or was there. */
export function answersTo(sql: Sql): Fragment {
  return sql`
    select user_id, event_id, status, attended_at, checked_in from event_attendance as answer
    where live and (status = 'going' or has_attended(status, attended_at)) and ${isLive(sql, sql`answer.user_id`)}`;
}

/** Who was at an event: those checked in; if nobody is, those said to have been; if nobody is, those going. */
export function visitsOf(sql: Sql): Fragment {
  return sql`
    select user_id, event_id,
      case
        when checked_in then 'checked-in' when has_attended(status, attended_at) then 'attended' else 'going'
      end as basis
    from (${answersTo(sql)}) as answer
    where checked_in or event_id not in (select event_id from event_attendance where live and checked_in) and (
      has_attended(status, attended_at) or event_id not in (
        select event_id from event_attendance where live and has_attended(status, attended_at)
      )
    )`;
}
