import { withLock } from '../../../platform/locks.ts';
import { pgArray, type Sql, type TransactionSql } from '../../../platform/postgres.ts';
import { cosineNeighbours, successorsOf, type Neighbours } from './eventNeighbours.ts';
import { readAttendance, type Attendance } from './readAttendance.ts';

/** Events written at a time. */
const PAGE = 500;

/** Decimals stored of cosines and weights; more make the statement longer and change nothing. */
const DECIMALS = 5;

/** Who attended what, and which events share their people. */
export interface CoAttendance {
  attendance: Attendance;
  /** For each event of the attendance. */
  neighbours: Neighbours[];
}

/**
 * Recomputes `event_neighbours`: which events share their people, and what attending one says for upcoming ones.
 *
 * @returns null, without having done anything, while another refresh is running
 */
export function refreshEventNeighbours(sql: Sql, now: Date): Promise<CoAttendance | null> {
  return withLock(sql, 'eventCatalogue', async (locked) => {
    const attendance = await readAttendance(locked);
    const upcoming = await locked<{ id: string }[]>`
      select id from events where live and event_is_upcoming(start_date, ${now})`;
    const upcomingIds = new Set(upcoming.map(({ id }) => id));
    const numbers = await permanentNumbers(locked, attendance.events, now);
    const neighbours = cosineNeighbours(attendance);
    const successors = successorsOf(attendance, (event) => upcomingIds.has(attendance.events[event] ?? ''));
    await writeNeighbours(locked, now, { events: attendance.events, numbers, neighbours, successors });
    return { attendance, neighbours };
  });
}

/** The events' permanent numbers. New events get one; events that nobody attends any more lose theirs. */
async function permanentNumbers(sql: TransactionSql, events: string[], now: Date): Promise<number[]> {
  const ids = pgArray(events);
  await sql`
    insert into event_neighbours (event_id, neighbours, cosines, successors, successor_weights, refreshed_at)
    select id, '{}', '{}', '{}', '{}', ${now} from unnest(${ids}::text[]) as new (id)
    on conflict do nothing`;
  await sql`delete from event_neighbours where not event_id = any(${ids}::text[])`;
  const rows = await sql<{ event_id: string; number: number }[]>`
    select event_id, number from event_neighbours`;
  const numbers = new Map(rows.map((row) => [row.event_id, row.number]));
  return events.map((id) => numbers.get(id) ?? 0);
}

async function writeNeighbours(
  sql: TransactionSql,
  now: Date,
  {
    events,
    numbers,
    neighbours,
    successors,
  }: { events: string[]; numbers: number[]; neighbours: Neighbours[]; successors: Neighbours[] },
): Promise<void> {
  // Array literals written by hand: there are a million numbers, and they need no quotes.
  const literal = (values: number[] | undefined, format: (value: number) => string): string =>
    `{${(values ?? []).map(format).join(',')}}`;
  const number = (event: number): string => String(numbers[event] ?? 0);
  const rounded = (value: number): string => value.toFixed(DECIMALS);
  for (let from = 0; from < events.length; from += PAGE) {
    const page = events.slice(from, from + PAGE);
    const column = (lists: Neighbours[], key: keyof Neighbours, format: (value: number) => string): string =>
      pgArray(page.map((_, k) => literal(lists[from + k]?.[key], format)));
    await sql`
      update event_neighbours as existing
      set neighbours = new.neighbours::integer[], cosines = new.cosines::real[],
        successors = new.successors::integer[], successor_weights = new.successor_weights::real[],
        refreshed_at = ${now}
      from unnest(
        ${pgArray(page)}::text[],
        ${column(neighbours, 'numbers', number)}::text[], ${column(neighbours, 'values', rounded)}::text[],
        ${column(successors, 'numbers', number)}::text[], ${column(successors, 'values', rounded)}::text[]
      ) as new (event_id, neighbours, cosines, successors, successor_weights)
      where existing.event_id = new.event_id`;
  }
}
