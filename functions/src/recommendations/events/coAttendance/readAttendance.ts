import type { Sql, TransactionSql } from '../../../platform/postgres.ts';

/** People read at a time. */
const PAGE = 10_000;

/** Who attends what; people and events by number. */
export interface Attendance {
  /** Ids of the events that anybody attends, and of the people who attend any. */
  events: string[];
  people: string[];
  /** For each person, their events. */
  eventsOf: Int32Array[];
  /** For each event, its people. */
  peopleOf: Int32Array[];
}

/** Reads the visits of live people at live events. */
export async function readAttendance(sql: Sql | TransactionSql): Promise<Attendance> {
  const events: string[] = [];
  const numbers = new Map<string, number>();
  const people: string[] = [];
  const eventsOf: Int32Array[] = [];
  for (let last = ''; ; last = people.at(-1) ?? '') {
    const rows = await sql<{ user_id: string; events: string[] }[]>`
      select user_id, json_agg(event_id order by event_id) as events
      from event_visits
      join users on users.id = user_id
      join events on events.id = event_id
      where users.live and events.live and user_id > ${last}
      group by user_id
      order by user_id
      limit ${PAGE}`;
    for (const { user_id: person, events: attended } of rows) {
      people.push(person);
      eventsOf.push(
        Int32Array.from(attended, (id) => {
          const number = numbers.get(id) ?? events.length;
          if (number === events.length) {
            numbers.set(id, number);
            events.push(id);
          }
          return number;
        }),
      );
    }
    if (rows.length < PAGE) return { events, people, eventsOf, peopleOf: transpose(eventsOf, events.length) };
  }
}

function transpose(eventsOf: Int32Array[], events: number): Int32Array[] {
  const people = Array.from({ length: events }, (): number[] => []);
  for (const [person, attended] of eventsOf.entries())
    for (const event of attended) people[event]?.push(person);
  return people.map((numbers) => Int32Array.from(numbers));
}
