import { z } from 'zod';
import { eventCard, readEventCards, withEvents } from '../cards/index.ts';
import { eventTag, personTag } from '../platform/cache.ts';
import { callable } from '../platform/callable.ts';
import { DomainError } from '../platform/errors.ts';
import { freshnessFields } from '../platform/freshness.ts';
import { share } from '../platform/output.ts';
import { countFirstEvents } from './aggregation/countFirstEvents.ts';
import { exactCounts, viewerOf, type Viewer } from './disclosure/disclosureViewer.ts';
import {
  discloseFunnel,
  discloseKnown,
  funnel,
  isNothingShown,
  TOO_FEW_ANSWERS,
  type Funnel,
} from './disclosure/funnel.ts';
import { readEventCounts, readVisitorGroups, visitorGroup, type EventCounts } from './queries/eventCounts.ts';
import { readRelatedEvents } from './queries/relatedEvents.ts';
import { liftFields } from './statistics/liftFields.ts';

const input = z.strictObject({
  eventId: z.string().min(1).max(1500),
  limit: z.int().min(1).max(50).default(10).describe('The most entries in each list.'),
});

const relatedEvent = z
  .strictObject({ event: eventCard, ...liftFields })
  .meta({ id: 'RelatedEvent', description: 'An event that shares visitors with another one.' });

const output = z
  .strictObject({
    event: eventCard,
    ...freshnessFields,
    exact: exactCounts,
    funnel,
    attendanceShare: share
      .nullable()
      .describe(
        'The share of those going or who came that came, as `basis` says; null where it may not be shown.',
      ),
    basis: z
      .enum(['checked-in', 'attended', 'going'])
      .meta({ id: 'VisitorBasis' })
      .describe(
        'Who counts as a visitor. `checked-in`: those who were checked in. `attended`: nobody was, so those who are said to have been there. `going`: nobody has attended yet, so those who are going.',
      ),
    returningShare: share
      .nullable()
      .describe(
        'The share of the visitors who had been to an earlier event of the same category; null where it may not be shown.',
      ),
    departments: z.array(visitorGroup).describe('Departments of the visitors, the largest group first.'),
    skills: z.array(visitorGroup).describe('Skills that at least five visitors have, the most common first.'),
    related: z
      .array(relatedEvent)
      .describe('Events that share at least five visitors with this one, the highest `low` first.'),
  })
  .meta({ id: 'EventInsights' });

type Basis = z.infer<typeof output>['basis'];
export type EventInsights = z.infer<typeof output>;

/** For signed-in users: who responded to an event and came, and which other events the same users visit. */
export const eventInsights = callable({
  name: 'eventInsights',
  description: `Who answered an invitation, who came, and which other events the same people visit.

Answers and visits after \`asOf\` are not included. Before the first night, the first call counts the events of a campus with up to 10,000 answers.`,
  input,
  output,
  errors: ['not-found'],
  idempotent: true,
  cache: {
    seconds: 3600,
    tags: ({ event, related }, { uid }) => [
      personTag(uid),
      ...[event, ...related.map((other) => other.event)].map(({ id }) => eventTag(id)),
    ],
  },
  audit: { subjects: () => [], detail: ({ eventId }) => ({ eventId }) },
  async handle({ reach, sql, now }, { eventId, limit }) {
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
    const shown = discloseFunnel(viewer, counts);
    const basis = basisOf(viewer.exact ? counts : shown);
    const [returning = null, visitors = null] = discloseKnown(viewer, counts, [
      counts.returning,
      counts.visitors,
    ]);
    return {
      event,
      asOf: (counts.refreshedAt ?? now).toISOString(),
      missing: missingFrom(viewer, counts, shown),
      exact: viewer.exact,
      funnel: shown,
      attendanceShare: ratio(basis === 'checked-in' ? shown.checkedIn : shown.attended, shown.going),
      basis,
      returningShare: ratio(returning, visitors),
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

function ratio(part: number | null, whole: number | null): number | null {
  return part === null || whole === null || whole === 0 ? null : part / whole;
}
