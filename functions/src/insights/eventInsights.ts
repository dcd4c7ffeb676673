import { z } from 'zod';
import { eventTag, personTag } from '../platform/cache.ts';
import { callable } from '../platform/callable.ts';
import { DomainError } from '../platform/errors.ts';
import { discloseNestedCounts } from './disclosure/disclosureRules.ts';
import { viewerOf } from './disclosure/disclosureViewer.ts';
import { readEventCounts, readVisitorGroups, type VisitorGroup } from './queries/eventCounts.ts';
import { readRelatedEvents, type RelatedEvent } from './queries/relatedEvents.ts';

const input = z.strictObject({
  eventId: z.string().min(1).max(1500),
  limit: z.int().min(1).max(50).default(10),
});

export interface EventInsights {
  event: { id: string; title: string; startDate: string | null };
  /** When the event was counted, as RFC 3339; later responses and visits are not included. */
  asOf: string;
  /** Whether counts are exact or protected by the rules of disclosureRules.ts. */
  exact: boolean;
  /** Users who responded, who had not cancelled in the end, and who attended. */
  funnel: { answered: number | null; going: number | null; attended: number | null };
  /** attended / going */
  attendanceRate: number | null;
  /** Whom the figures below count as visitors: attendees or, until the first check-in, users who are going. */
  basis: 'attended' | 'going';
  /** The share of visitors who had visited an earlier event of the same category. */
  returningRate: number | null;
  /** The departments of visitors, and the skills that at least five of them have; largest first. */
  departments: VisitorGroup[];
  skills: VisitorGroup[];
  /** Events that share at least five visitors with this one, significantly more than chance; most significant first. */
  related: RelatedEvent[];
}

/** For signed-in users: who responded to an event and came, and which other events the same users visit. */
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
  async handle({ caller, sql }, { eventId, limit }): Promise<EventInsights> {
    const viewer = viewerOf(await caller());
    const event = await readEventCounts(sql, eventId);
    if (event === null) throw new DomainError('not-found', 'There is no such event.');
    if (event.refreshedAt === null)
      throw new DomainError('not-ready', 'Insights have not been computed yet. Try again tomorrow.');
    const [groups, related] = await Promise.all([
      readVisitorGroups(sql, viewer, eventId, limit),
      readRelatedEvents(sql, viewer, eventId, { limit, candidates: null }),
    ]);
    const [attended = null, going = null, answered = null] = discloseNestedCounts(viewer, [
      event.attended,
      event.going,
      event.answered,
    ]);
    const [returning = null, visitors = null] = discloseNestedCounts(viewer, [
      event.returning,
      event.visitors,
    ]);
    return {
      event: { id: event.id, title: event.title, startDate: event.startDate },
      asOf: event.refreshedAt.toISOString(),
      exact: viewer.exact,
      funnel: { answered, going, attended },
      attendanceRate: share(attended, going),
      basis: event.attended > 0 ? 'attended' : 'going',
      returningRate: share(returning, visitors),
      ...groups,
      related,
    };
  },
});

function share(part: number | null, whole: number | null): number | null {
  return part === null || whole === null || whole === 0 ? null : part / whole;
}
