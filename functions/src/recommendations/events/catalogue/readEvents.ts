import { COMMIT_MARGIN_SECONDS } from '../../../platform/timeouts.ts';
import { pgArray, type Fragment, type Sql } from '../../../platform/postgres.ts';
import type { EventFacts } from './eventColumns.ts';

/** The most recent events that upcoming ones are compared with. They bound an instance's memory to some 50 MB. */
const MAX_PAST = 10_000;
const MAX_UPCOMING = 20_000;

export interface EventRow extends EventFacts {
  live: boolean;
  /** When what it says last changed, to the microsecond. */
  changedAt: string;
}

interface Row extends Omit<EventRow, 'start' | 'end'> {
  starts: Date | null;
  ends: Date | null;
}

/** Reads the upcoming events and the most recent others. */
export async function readEvents(sql: Sql, now: Date): Promise<EventRow[]> {
  const rows = await sql<Row[]>`
    (
      ${selectEvents(sql)}
      where live and event_is_upcoming(start_date, ${now})
      order by start_date, id limit ${MAX_UPCOMING}
    )
    union all
    (${selectEvents(sql)} where live and start_date <= ${now} order by start_date desc, id limit ${MAX_PAST})`;
  return rows.map(toEvent);
}

/** Reads live events by id. */
export async function readLiveEvents(sql: Sql, ids: readonly string[]): Promise<EventRow[]> {
  const rows = await sql<Row[]>`${selectEvents(sql)} where live and id = any(${pgArray([...ids])}::text[])`;
  return rows.map(toEvent);
}

/**
 * Reads the events that changed since a time, deleted ones included.
 *
 * @param since by the database's clock
 * @param known the `changedAt` of each event that is known already
 * @returns `clock` is the time by the database's clock from which to ask next
 */
export async function readChangedEvents(
  sql: Sql,
  since: Date,
  known: ReadonlyMap<string, string>,
): Promise<{ clock: Date; changed: EventRow[] }> {
  const [row] = await sql<{ clock: Date; changes: [id: string, changedAt: string][] | null }[]>`
    select now() as clock, (
      select json_agg(json_build_array(id, changed_at::text))
      from events
      where changed_at > ${since}::timestamptz - ${COMMIT_MARGIN_SECONDS} * interval '1 second'
    ) as changes`;
  const clock = row?.clock ?? since;
  const changed = (row?.changes ?? []).filter(([id, changedAt]) => known.get(id) !== changedAt);
  if (changed.length === 0) return { clock, changed: [] };
  const ids = pgArray(changed.map(([id]) => id));
  const rows = await sql<Row[]>`${selectEvents(sql)} where id = any(${ids}::text[])`;
  return { clock, changed: rows.map(toEvent) };
}

/** Counts the visitors of the events that end after a time. */
export async function countPeople(sql: Sql, after: Date): Promise<{ id: string; people: number }[]> {
  return sql<{ id: string; people: number }[]>`
    select id, ${peopleOf(sql)} as people from events
    where live and event_end(start_date, end_date) > ${after}`;
}

function toEvent({ starts, ends, ...row }: Row): EventRow {
  return { ...row, start: starts?.getTime() ?? null, end: ends?.getTime() ?? null };
}

function selectEvents(sql: Sql): Fragment {
  return sql`
    select id, title, description, label_name('event category', category_key, category) as category,
      category_key as "categoryKey", department_key as "departmentKey", start_date as starts,
      event_end(start_date, end_date) as ends, live, changed_at::text as "changedAt",
      (select coalesce(json_agg(skill_id), '[]') from event_skills where event_id = id) as skills,
      ${peopleOf(sql)} as people
    from events`;
}

/** How many people visit an event. */
function peopleOf(sql: Sql): Fragment {
  return sql`(
    select count(*)::float8
    from event_visits join users on users.id = user_id
    where event_id = events.id and users.live
  )`;
}
