import { z } from 'zod';
import { readEventCards, withEvents, type EventCard } from '../cards/index.ts';
import { eventTag, personTag } from '../platform/cache.ts';
import { callable } from '../platform/callable.ts';
import { DomainError } from '../platform/errors.ts';
import type { Freshness } from '../platform/freshness.ts';
import { countFirstEvents } from './aggregation/countFirstEvents.ts';
import { viewerOf, type Viewer } from './disclosure/disclosureViewer.ts';
import {
  discloseFunnel,
  discloseKnown,
  isNothingShown,
  TOO_FEW_ANSWERS,
  type Funnel,
} from './disclosure/funnel.ts';
import {
  readEventCounts,
  readVisitorGroups,
  type EventCounts,
  type VisitorGroup,
} from './queries/eventCounts.ts';
import { readRelatedEvents, type RelatedEvent } from './queries/relatedEvents.ts';

const input = z.strictObject({
  eventId: z.string().min(1).max(1500),
  limit: z.int().min(1).max(50).default(10),
});

/** How it is known that somebody visits an event, from the surest to the least sure. */
type Basis = 'checked-in' | 'attended' | 'going';

/** `asOf` is when the event was counted; later responses and visits are not included. */
export interface EventInsights extends Freshness {
  event: EventCard;
  /** Whether counts are exact or protected by the rules of disclosureRules.ts. */
  exact: boolean;
  funnel: Funnel;
  /** The share of those going who came: who is known to have or, until the first check-in, who is said to have. */
  attendanceRate: number | null;
  /**
   * Whom the figures below count as visitors: who was checked in; if nobody was, who is said to have attended; if nobody
   * is, users who are going.
   */
  basis: Basis;
  /** The share of visitors who had visited an earlier event of the same category. */
  returningRate: number | null;
  /** The departments of visitors, and the skills that at least five of them have; largest first. */
  departments: VisitorGroup[];
  skills: VisitorGroup[];
  /** Events that share at least five visitors with this one, significantly more than chance; most significant first. */
  related: ({ event: EventCard } & Omit<RelatedEvent, 'id'>)[];
}

/** For signed-in users: who responded to an event and came, and which other events the same users visit. */
export const eventInsights = callable({
  name: 'eventInsights',
  input,
  cache: {
    seconds: 3600,
    tags: ({ event, related }: EventInsights, { uid }) => [
      personTag(uid),
      ...[event, ...related.map((other) => other.event)].map(({ id }) => eventTag(id)),
    ],
  },
  audit: { subjects: () => [], detail: ({ eventId }) => ({ eventId }) },
  async handle({ reach, sql, now }, { eventId, limit }): Promise<EventInsights> {
    const viewer = viewerOf({ reach });
    await countFirstEvents(sql, now);
    const [counts, cards] = await Promise.all([
      readEventCounts(sql, viewer, eventId),
      readEventCards(sql, [eventId]),
    ]);
    const event = cards.get(eventId);
    if (counts === null || event === undefined) throw new DomainError('not-found', 'There is no such event.');
    const [groups, related] = await Promise.all([
      readVisitorGroups(sql, viewer, eventId, limit),
      readRelatedEvents(sql, viewer, eventId, { limit, candidates: null }),
    ]);
    const funnel = discloseFunnel(viewer, counts);
    const basis = basisOf(viewer.exact ? counts : funnel);
    const [returning = null, visitors = null] = discloseKnown(viewer, counts, [
      counts.returning,
      counts.visitors,
    ]);
    return {
      event,
      asOf: (counts.refreshedAt ?? now).toISOString(),
      missing: missingFrom(viewer, counts, funnel),
      exact: viewer.exact,
      funnel,
      attendanceRate: share(basis === 'checked-in' ? funnel.checkedIn : funnel.attended, funnel.going),
      basis,
      returningRate: share(returning, visitors),
      ...groups,
      related: await withEvents(sql, related),
    };
  },
});

function basisOf({ checkedIn, attended }: Pick<Funnel, 'checkedIn' | 'attended'>): Basis {
  if ((checkedIn ?? 0) > 0) return 'checked-in';
  return (attended ?? 0) > 0 ? 'attended' : 'going';
}

/** Says the same of an event without answers as of one with fewer than five, except to administrators. */
function missingFrom({ exact }: Viewer, { refreshedAt, isNew }: EventCounts, funnel: Funnel): string | null {
  if (refreshedAt === null) return 'Events have not been counted yet: they are counted every night.';
  if (exact) return isNew ? 'The first answers came after the last count, and are counted overnight.' : null;
  return isNothingShown(funnel) ? TOO_FEW_ANSWERS : null;
}

function share(part: number | null, whole: number | null): number | null {
  return part === null || whole === null || whole === 0 ? null : part / whole;
}
