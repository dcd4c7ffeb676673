import { z } from 'zod';
import { personCard, withPeople } from '../cards/index.ts';
import { callable } from '../platform/callable.ts';
import { foreignCursor, makeCursor, nextCursor, readCursor } from '../platform/cursor.ts';
import { DomainError } from '../platform/errors.ts';
import { freshnessFields } from '../platform/freshness.ts';
import type { Sql } from '../platform/postgres.ts';
import type { Viewer } from './disclosure/disclosureViewer.ts';
import {
  discloseFunnel,
  funnel,
  isNothingShown,
  NOTHING_SHOWN,
  TOO_FEW_ANSWERS,
  type Funnel,
} from './disclosure/funnel.ts';
import { attendance, readAttendees } from './queries/attendees.ts';
import { readEventCounts } from './queries/eventCounts.ts';

const input = z.strictObject({
  eventId: z.string().min(1).max(1500),
  limit: z.int().min(1).max(50).default(20),
  cursor: z.string().max(3000).optional().describe('`cursor` of the previous page.'),
});

const output = z
  .strictObject({
    ...freshnessFields,
    exact: z
      .boolean()
      .describe(
        'Whether everybody is listed, and counts are exact and as of now; otherwise counts are as of last night, multiples of five, and null below five.',
      ),
    counts: funnel,
    attendees: z
      .array(
        z
          .strictObject({ person: personCard, ...attendance })
          .meta({ id: 'EventAttendee', description: 'Somebody who goes to an event or was there.' }),
      )
      .describe('As of now, in the order of their ids.'),
    cursor: nextCursor,
  })
  .meta({ id: 'EventAttendees' });

export type EventAttendees = z.infer<typeof output>;

export const eventAttendees = callable({
  name: 'eventAttendees',
  description: `Who goes to an event.

The event’s owner (\`createdBy\`), faculty and administrators get everybody who is going or came, and exact counts. Others get the people who share which events they go to and are visible in search, and counts that reveal nothing about one person; so more may be going than are listed.`,
  input,
  output,
  errors: ['not-found'],
  idempotent: true,
  cheap: true,
  audit: {
    subjects: (answer: EventAttendees | null) => answer?.attendees.map(({ person }) => person.id) ?? [],
    detail: ({ eventId }) => ({ eventId }),
  },
  async handle({ uid, reach, sql, now }, { eventId, limit, cursor }): Promise<EventAttendees> {
    const exact = (await readIsOwner(sql, eventId, uid)) || reach === 'everyone';
    const purpose = exact ? 'organising' : 'attendance';
    const after = cursor === undefined ? null : startOfPage(eventId, cursor);
    const [counts, page] = await Promise.all([
      readCounts(sql, { exact }, eventId, now),
      readAttendees(sql, eventId, { purpose, after, limit: limit + 1 }),
    ]);
    const shown = page.slice(0, limit);
    const last = page.length > limit ? shown.at(-1) : undefined;
    return {
      ...counts,
      exact,
      attendees: await withPeople(sql, now, shown, purpose),
      cursor: last === undefined ? null : makeCursor([eventId, last.id]),
    };
  },
});

/** @throws DomainError `not-found` */
async function readIsOwner(sql: Sql, eventId: string, uid: string): Promise<boolean> {
  const [event] = await sql<{ isOwner: boolean }[]>`
    select created_by is not distinct from ${uid} as "isOwner" from events where id = ${eventId} and live`;
  if (event === undefined) throw new DomainError('not-found', 'There is no such event.');
  return event.isOwner;
}

/** Counted now where they are exact; otherwise at night, so that nobody learns what one person did in between. */
async function readCounts(
  sql: Sql,
  viewer: Viewer,
  eventId: string,
  now: Date,
): Promise<Pick<EventAttendees, 'counts' | 'asOf' | 'missing'>> {
  if (viewer.exact) {
    return { counts: await countAnswers(sql, eventId), asOf: now.toISOString(), missing: null };
  }
  const counted = await readEventCounts(sql, viewer, eventId);
  const counts = counted === null ? NOTHING_SHOWN : discloseFunnel(viewer, counted);
  return {
    counts,
    asOf: (counted?.refreshedAt ?? now).toISOString(),
    missing: isNothingShown(counts) ? TOO_FEW_ANSWERS : null,
  };
}

async function countAnswers(sql: Sql, eventId: string): Promise<Funnel> {
  const [counts] = await sql<[Funnel]>`
    select count(*)::integer as answered,
      count(*) filter (where answer.status = 'going' or has_attended(answer.status, attended_at))::integer as going,
      count(*) filter (where has_attended(answer.status, attended_at))::integer as attended,
      count(*) filter (where checked_in)::integer as "checkedIn"
    from event_attendance as answer join users on users.id = user_id and users.live
    where event_id = ${eventId} and answer.live`;
  return counts;
}

/** A cursor is an id rather than an offset, so people who appear or disappear before it do not shift the page. */
const cursorContent = z.tuple([z.string(), z.string()]);

/** The id after which the page begins. @throws DomainError for a cursor of another event */
function startOfPage(eventId: string, cursor: string): string {
  const [of, id] = readCursor(cursorContent, cursor) ?? [null, ''];
  if (of !== eventId) throw foreignCursor();
  return id;
}
