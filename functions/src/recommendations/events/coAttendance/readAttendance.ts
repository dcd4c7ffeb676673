import type { Sql, TransactionSql } from '../../../platform/postgres.ts';

/** People read at a time. */
const PAGE = 10_000;

/** Who attends what, both by number. */
export interface Attendance {
  /** Ids of the events that anybody attends, and of these people. */
  events: string[];
  people: string[];
  /** For each person, their events. */
  ofPerson: Int32Array[];
  /** For each event, its people. */
  ofEvent: Int32Array[];
}

/** All attendance that counts: of people and events that are there, not cancelled. */
export async function readAttendance(sql: Sql | TransactionSql): Promise<Attendance> {
  const events: string[] = [];
  const numbers = new Map<string, number>();
  const people: string[] = [];
  const ofPerson: Int32Array[] = [];
  for (let last = ''; ; last = people.at(-1) ?? '') {
    const rows = await sql<{ user_id: string; events: string[] }[]>`
      select user_id, json_agg(event_id order by event_id) as events
      from current_attendance
      join users on users.id = user_id
      join events on events.id = event_id
      where users.live and events.live
        and user_id > ${last}
      group by user_id
      order by user_id
      limit ${PAGE}`;
    for (const { user_id: person, events: own } of rows) {
      people.push(person);
      ofPerson.push(
        Int32Array.from(own, (id) => {
          const number = numbers.get(id) ?? events.length;
          if (number === events.length) {
            numbers.set(id, number);
            events.push(id);
          }
          return number;
        }),
      );
    }
    if (rows.length < PAGE) return { events, people, ofPerson, ofEvent: transposed(ofPerson, events.length) };
  }
}

function transposed(ofPerson: Int32Array[], events: number): Int32Array[] {
  const people = Array.from({ length: events }, (): number[] => []);
  for (const [person, own] of ofPerson.entries()) for (const event of own) people[event]?.push(person);
  return people.map((of) => Int32Array.from(of));
}
