import { z } from 'zod';
import { time } from '../platform/output.ts';
import type { Fragment, Sql } from '../platform/postgres.ts';
import { withCards } from './withCards.ts';

/** What everybody sees of an event. */
export const eventCard = z
  .strictObject({
    id: z.string(),
    title: z.string(),
    start: time.nullable(),
    end: time.nullable(),
    department: z.string().nullable(),
    category: z.string().nullable(),
    image: z
      .string()
      .nullable()
      .describe('URL of the newest picture of the event, 800 × 600; of a video, a still of 320 × 240.'),
  })
  .meta({ id: 'EventCard', description: 'An event, the same in every answer.' });

export type EventCard = z.infer<typeof eventCard>;

/** The cards of events by id, in the order of the ids, without those that are deleted. */
export async function readEventCards(sql: Sql, ids: readonly string[]): Promise<Map<string, EventCard>> {
  if (ids.length === 0) return new Map();
  const utc = (column: string): Fragment =>
    sql`to_char(${sql(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
  const cards = await sql<EventCard[]>`
    select events.id, title, ${utc('start_date')} as start, ${utc('end_date')} as "end",
      label_name('department', department_key, department) as department,
      label_name('event category', category_key, category) as category,
      (
        select coalesce(medium_url, thumbnail_url)
        from media_usage join media_files as file on file.id = media_id
        where used_in_type = 'event' and used_in_id = events.id and purpose = 'event' and status = 'ready'
        order by file_type, ready_at desc, file.id
        limit 1
      ) as image
    from json_array_elements_text(${JSON.stringify(ids)}::text::json) with ordinality as requested (id, place)
    join events on events.id = requested.id
    where live
    order by place`;
  return new Map(cards.map((card) => [card.id, card]));
}

/** Entries of a list about events, with the card in place of the id. Entries about deleted events are left out. */
export async function withEvents<Entry extends { id: string }>(
  sql: Sql,
  entries: readonly Entry[],
): Promise<({ event: EventCard } & Omit<Entry, 'id'>)[]> {
  const cards = await readEventCards(
    sql,
    entries.map(({ id }) => id),
  );
  return withCards('event', cards, entries);
}
