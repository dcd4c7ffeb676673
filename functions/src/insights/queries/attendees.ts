import { z } from 'zod';
import { isShownFor, type Purpose } from '../../cards/index.ts';
import type { Sql } from '../../platform/postgres.ts';

/** What is known of an attendee. */
export const attendance = {
  status: z.enum(['going', 'attended']).meta({ id: 'AttendanceStatus' }),
  checkedIn: z.boolean().describe('Whether they were checked in; otherwise `attended` is only claimed.'),
};

type Attendee = { id: string } & z.infer<z.ZodObject<typeof attendance>>;

/** The next attendees of an event, by id, who are shown for this purpose. */
export async function readAttendees(
  sql: Sql,
  eventId: string,
  { purpose, after, limit }: { purpose: Purpose; after: string | null; limit: number },
): Promise<Attendee[]> {
  return sql<Attendee[]>`
    select users.id, case when has_attended(attendance.status, attended_at) then 'attended' else 'going' end as status,
      checked_in as "checkedIn"
    from current_attendance as attendance join users on users.id = user_id
    where event_id = ${eventId} and users.live and ${isShownFor(sql, purpose)}
      ${after === null ? sql`` : sql`and user_id > ${after}`}
    order by user_id
    limit ${limit}`;
}
