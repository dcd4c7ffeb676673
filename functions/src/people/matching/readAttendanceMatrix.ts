import type { TransactionSql } from '../../platform/postgres.ts';
import type { Attendance } from './attendanceEmbeddings.ts';

/** People read at a time. */
const PAGE_SIZE = 10_000;

/** Everyone who attends anything, in order of their ids, and the events they attend. */
export async function readAttendance(
  sql: TransactionSql,
): Promise<{ people: string[]; attendance: Attendance }> {
  const people: string[] = [];
  const starts = [0];
  const eventIndexes = new Map<string, number>();
  const pages: Int32Array[] = [];
  for (let last = ''; ; last = people.at(-1) ?? '') {
    const rows = await sql<{ user_id: string; events: string[] }[]>`
      select user_id, json_agg(event_id order by event_id) as events
      from event_visits join users on users.id = user_id
      where live and user_id > ${last}
      group by user_id
      order by user_id
      limit ${PAGE_SIZE}`;
    const page: number[] = [];
    for (const { user_id, events } of rows) {
      for (const event of events) {
        const index = eventIndexes.get(event) ?? eventIndexes.size;
        eventIndexes.set(event, index);
        page.push(index);
      }
      people.push(user_id);
      starts.push((starts.at(-1) ?? 0) + events.length);
    }
    pages.push(Int32Array.from(page));
    if (rows.length < PAGE_SIZE) break;
  }
  const eventOf = concatenate(pages, starts.at(-1) ?? 0);
  return { people, attendance: { events: eventIndexes.size, starts: Int32Array.from(starts), eventOf } };
}

function concatenate(pages: Int32Array[], length: number): Int32Array {
  const all = new Int32Array(length);
  let offset = 0;
  for (const page of pages) {
    all.set(page, offset);
    offset += page.length;
  }
  return all;
}
