import type { Sql } from '../../platform/postgres.ts';

/** Somebody who goes to an event or was there. */
export interface Attendee {
  id: string;
  status: 'going' | 'attended';
}

/**
 * The next attendees of an event, by id. Unless everybody is listed, only people who let others know which events they
 * go to, and who are visible in search: a card of anybody else is shown to nobody.
 */
export async function readAttendees(
  sql: Sql,
  eventId: string,
  { isEverybodyListed, after, limit }: { isEverybodyListed: boolean; after: string | null; limit: number },
): Promise<Attendee[]> {
  return sql<Attendee[]>`
    select users.id, case when has_attended(attendance.status, attended_at) then 'attended' else 'going' end as status
    from current_attendance as attendance join users on users.id = user_id
    where event_id = ${eventId} and users.live
      ${isEverybodyListed ? sql`` : sql`and shares_attendance and visible_in_search`}
      ${after === null ? sql`` : sql`and user_id > ${after}`}
    order by user_id
    limit ${limit}`;
}
