import { z } from 'zod';
import { eventTag, personTag } from '../platform/cache.ts';
import { callable } from '../platform/callable.ts';
import { DomainError } from '../platform/errors.ts';
import { seenNested } from './disclosure/counts.ts';
import { viewerOf } from './disclosure/viewer.ts';
import { readEvent, readEventParts, readRelatedEvents, type RelatedEvent } from './reading/events.ts';

const input = z.strictObject({
  eventId: z.string().min(1).max(1500),
  limit: z.int().min(1).max(50).default(10),
});

export interface EventInsights {
  event: { id: string; title: string; startDate: string | null };
  /** When it was counted, as RFC 3339: later answers and visits are not in it. */
  asOf: string;
  /** Whether counts are exact; otherwise they are multiples of five, and of groups of at least five. */
  exact: boolean;
  /** Who answered the invitation, who of them had not cancelled at last, and who attended. */
  funnel: { answered: number | null; going: number | null; attended: number | null };
  /** The share of those who had not cancelled that attended. */
  attendanceRate: number | null;
  /** Who the figures below are about: those who attended, or, of an event with nobody seen yet, those who are going. */
  basis: 'attended' | 'going';
  /** The share of visitors that had been at an earlier event of the same category. */
  returningRate: number | null;
  /** Where visitors are from, and the skills that at least five have on their profiles; the most people first. */
  departments: { name: string; people: number }[];
  skills: { name: string; people: number }[];
  /** Events that share more visitors with this one than chance would have it: at least five. The surest first. */
  related: RelatedEvent[];
}

/**
 * For everybody who is signed in: who answered to an event and came, where they are from, and which other events
 * the same people visit.
 */
export const eventInsights = callable({
  name: 'eventInsights',
  allow: 'signed-in',
  input,
  cache: {
    seconds: 3600,
    tags: ({ event, related }: EventInsights, { uid }) => [
      personTag(uid),
      ...[event, ...related].map(({ id }) => eventTag(id)),
    ],
  },
  async handle({ caller, sql, among }, { eventId, limit }): Promise<EventInsights> {
    const viewer = viewerOf(await caller());
    const event = await readEvent(sql, eventId);
    if (event === null) throw new DomainError('not-found', 'there is no such event');
    if (event.refreshedAt === null)
      throw new DomainError('not-ready', 'nothing has been counted yet: try again tomorrow');
    const [parts, related] = await Promise.all([
      readEventParts(sql, viewer, eventId, limit),
      readRelatedEvents(sql, viewer, eventId, { limit, among }),
    ]);
    const [attended = null, going = null, answered = null] = seenNested(viewer, [
      event.attended,
      event.going,
      event.answered,
    ]);
    const [returning = null, visitors = null] = seenNested(viewer, [event.returning, event.visitors]);
    return {
      event: { id: event.id, title: event.title, startDate: event.startDate },
      asOf: event.refreshedAt.toISOString(),
      exact: viewer.exact,
      funnel: { answered, going, attended },
      attendanceRate: share(attended, going),
      basis: event.attended > 0 ? 'attended' : 'going',
      returningRate: share(returning, visitors),
      ...parts,
      related,
    };
  },
});

function share(part: number | null, whole: number | null): number | null {
  return part === null || whole === null || whole === 0 ? null : part / whole;
}
