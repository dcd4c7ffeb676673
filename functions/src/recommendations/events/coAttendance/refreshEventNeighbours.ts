import { withLock } from '../../../platform/locks.ts';
import { pgArray, type Sql, type TransactionSql } from '../../../platform/postgres.ts';
import { readAttendance } from './readAttendance.ts';
import { learnWeights, type Together } from '../ranking/trainEventRanking.ts';
import { cosineNeighbours, leadingTo, type Neighbours } from './eventNeighbours.ts';

/** Events written at a time. */
const PAGE = 500;

/** Decimals of what is kept: the text is shorter, and nothing changes. */
const DECIMALS = 5;

/**
 * Computes again what recommending events stands on: which events go together, and the weights of the ranker.
 * While another refresh is going on it does nothing.
 *
 * @returns whether it did.
 */
export async function refreshEvents(sql: Sql, now: Date): Promise<boolean> {
  const refreshed = await refreshNeighbours(sql, now);
  if (refreshed === null) return false;
  await learnWeights(sql, now, refreshed);
  return true;
}

function refreshNeighbours(sql: Sql, now: Date): Promise<Together | null> {
  return withLock(sql, 'eventCatalogue', async (opened) => {
    const attendance = await readAttendance(opened);
    const upcoming = await opened<{ id: string }[]>`
      select id from events where live and (start_date is null or start_date > ${now})`;
    const isUpcoming = new Set(upcoming.map(({ id }) => id));
    const numbers = await numbered(opened, attendance.events, now);
    const neighbours = cosineNeighbours(attendance);
    await write(
      opened,
      now,
      attendance.events,
      numbers,
      neighbours,
      leadingTo(attendance, (event) => isUpcoming.has(attendance.events[event] ?? '')),
    );
    return { attendance, neighbours };
  });
}

/** The numbers that events have in the database; new ones get theirs, and those that nobody attends go. */
async function numbered(sql: TransactionSql, events: string[], now: Date): Promise<number[]> {
  const ids = pgArray(events);
  await sql`
    insert into event_neighbours (event_id, neighbours, cosines, successors, successor_weights, refreshed_at)
    select id, '{}', '{}', '{}', '{}', ${now} from unnest(${ids}::text[]) as new (id)
    on conflict do nothing`;
  await sql`delete from event_neighbours where not event_id = any(${ids}::text[])`;
  const rows = await sql<
    { event_id: string; number: number }[]
  >`select event_id, number from event_neighbours`;
  const numbers = new Map(rows.map((row) => [row.event_id, row.number]));
  return events.map((id) => numbers.get(id) ?? 0);
}

async function write(
  sql: TransactionSql,
  now: Date,
  events: string[],
  numbers: number[],
  neighbours: Neighbours[],
  leadsTo: Neighbours[],
): Promise<void> {
  // Numbers need no quotes, and there are a million of them.
  const text = (values: number[] | undefined, of: (value: number) => string): string =>
    `{${(values ?? []).map(of).join(',')}}`;
  const number = (event: number): string => String(numbers[event] ?? 0);
  const rounded = (value: number): string => value.toFixed(DECIMALS);
  for (let from = 0; from < events.length; from += PAGE) {
    const page = events.slice(from, from + PAGE);
    const column = (of: Neighbours[], key: keyof Neighbours, format: (value: number) => string): string =>
      pgArray(page.map((_, k) => text(of[from + k]?.[key], format)));
    await sql`
      update event_neighbours as kept
      set neighbours = new.neighbours::integer[], cosines = new.cosines::real[],
        successors = new.successors::integer[], successor_weights = new.successor_weights::real[], refreshed_at = ${now}
      from unnest(
        ${pgArray(page)}::text[],
        ${column(neighbours, 'numbers', number)}::text[], ${column(neighbours, 'values', rounded)}::text[],
        ${column(leadsTo, 'numbers', number)}::text[], ${column(leadsTo, 'values', rounded)}::text[]
      ) as new (event_id, neighbours, cosines, successors, successor_weights)
      where kept.event_id = new.event_id`;
  }
}
