import { z } from 'zod';
import {
  personCardTags,
  eventCard,
  personCard,
  readEventCards,
  shortList,
  shortListOf,
  withPeople,
  type EventCard,
} from '../cards/index.ts';
import { eventTag, personTag } from '../platform/cache.ts';
import { callable, type CallContext } from '../platform/callable.ts';
import { labelInput } from '../platform/documents/labels.ts';
import { unknownDepartment } from '../names/index.ts';
import { freshness, freshnessFields, type Freshness } from '../platform/freshness.ts';
import { aboutSubject, readSubject, subjectInput } from '../platform/identity/subject.ts';
import { share } from '../platform/output.ts';
import type { Sql } from '../platform/postgres.ts';
import { roleFilter } from './roleFilter.ts';
import { findSimilarPeople } from './similarity/findSimilarPeople.ts';
import { newestPeople } from './similarity/newestPeople.ts';
import type { Candidate, PersonFilter } from './similarity/personFilter.ts';
import { readRequester, type Requester } from './similarity/readRequester.ts';
import { similarityReason } from './similarity/similarityReason.ts';
import { isEvent, visitBasis, type EventTrait, type Trait } from './similarity/trait.ts';

const input = z.strictObject({
  limit: z.int().min(1).max(50).default(10),
  department: labelInput.optional().describe('Only people of this department.'),
  role: roleFilter
    .optional()
    .describe('Only people with this role; by default students, alumni and people without a role.'),
  userId: subjectInput,
});

const sharedEvent = z
  .strictObject({ event: eventCard, basis: visitBasis })
  .meta({ id: 'SharedEvent', description: 'An event that two people visit, and how that is known.' });

const similarStudent = z
  .strictObject({
    person: personCard,
    score: share.describe(
      'How similar they are, from 0 to 1; comparable within one answer. It rewards rare skills at high levels, small events, the same skills in posts, and going to the same people’s events, which also connects people who have never met.',
    ),
    sharedSkills: shortListOf(z.string()),
    sharedInterests: shortListOf(z.string()).describe('Skills that both name in their posts.'),
    sharedEvents: shortListOf(sharedEvent).describe(
      'Events that both visit. Empty for somebody who does not share which events they go to; they still count in `score`.',
    ),
    reason: z.string().describe('Why they are listed, in a sentence to show to the user.'),
  })
  .meta({ id: 'SimilarStudent', description: 'Somebody similar to the person whom the answer is about.' });

const output = z
  .strictObject({
    ...freshnessFields,
    basis: z
      .enum(['similarity', 'department'])
      .describe(
        '`similarity`: people who share something with the person. `department`: the person has no skills, posts or events yet, so these are the newest members, those of the person’s department first, with `score` 0 and a `reason` that says so.',
      ),
    students: z.array(similarStudent).describe('The most similar first.'),
  })
  .meta({ id: 'SimilarStudents' });

type SimilarStudent = z.infer<typeof similarStudent>;
type SharedEvent = z.infer<typeof sharedEvent>;
export type SimilarStudents = z.infer<typeof output>;

/**
 * For signed-in users, and staff who ask about somebody: the people most similar to them, most similar first. Without
 * `role`, students, alumni and users without a role.
 */
export const similarStudents = callable({
  name: 'similarStudents',
  description: `The people most similar to the caller, or to somebody whom the caller looks after.

The list is exactly what scoring everybody would give. Skills, posts and attendance count as they are now; how rare a skill is, and whose events overlap, is as of \`asOf\`. Before the first night, rarity is counted on request, and overlap is unknown.`,
  input,
  output,
  errors: ['not-found', 'not-ready'],
  idempotent: true,
  cache: {
    seconds: 3600,
    tags: ({ students }, { uid }, { userId = uid }) => [
      ...[uid, userId].map(personTag),
      ...students.flatMap(({ person }) => personCardTags(person)),
      ...students.flatMap(({ sharedEvents }) => sharedEvents.items.map(({ event }) => eventTag(event.id))),
    ],
  },
  audit: aboutSubject,
  async handle(context, { limit, department: departmentKey = null, role = null, userId }) {
    const uid = await readSubject(context, userId);
    return findSimilarStudents({ ...context, uid }, { departmentKey, role, candidates: null }, limit);
  },
});

/**
 * The people most similar to the caller who pass the filter, most similar first.
 *
 * @throws DomainError `not-found` if the caller has no profile
 */
export async function findSimilarStudents(
  { uid, sql, now }: Pick<CallContext, 'uid' | 'sql' | 'now'>,
  filter: PersonFilter,
  limit: number,
): Promise<SimilarStudents> {
  const requester = await readRequester(sql, uid);
  if (requester.traits.length === 0 && filter.candidates === null) {
    const newest = await newestPeople(sql, requester, filter, limit);
    const found = newest.map((candidate) => newcomer(candidate, requester));
    const students = await toStudents(sql, now, found);
    const missing = students.length === 0 ? await unknownDepartment(sql, filter.departmentKey) : null;
    return { basis: 'department', asOf: now.toISOString(), missing: missing ?? NO_TRAITS, students };
  }
  const people = await findSimilarPeople(sql, requester, filter, limit);
  const known = freshnessOf(requester, now);
  const unknown = people.length === 0 ? await unknownDepartment(sql, filter.departmentKey) : null;
  const missing = unknown ?? known.missing ?? (people.length === 0 ? NOTHING_SHARED : null);
  const found = people.map((person) => ({ ...person, reason: similarityReason(person.shared) }));
  return { basis: 'similarity', ...known, missing, students: await toStudents(sql, now, found) };
}

const NO_TRAITS = 'You have no skills, posts or events yet, so these are the newest members.';
const NOTHING_SHARED = 'Nobody shares a skill, a topic or an event with you yet.';
const NO_OVERLAP = 'People who go to the same people’s events as you do are added overnight.';

/** Someone whose first event is newer than the statistics has no attendance similarity either. */
function freshnessOf({ refreshedAt, hasEmbedding, traits }: Requester, now: Date): Freshness {
  const hasEvents = traits.some(({ kind }) => kind === 'event');
  const known = freshness(refreshedAt, now, NO_OVERLAP);
  return hasEvents && !hasEmbedding ? { ...known, missing: NO_OVERLAP } : known;
}

interface Found {
  id: string;
  score: number;
  shared: Trait[];
  reason: string;
}

/** An entry of the list for callers without traits. */
function newcomer({ id, departmentKey }: Candidate, requester: Requester): Found {
  const isClassmate = departmentKey !== null && departmentKey === requester.departmentKey;
  const place = isClassmate ? 'in your department' : 'here';
  const reason = `New ${place}. Add skills or join events to find people like you.`;
  return { id, score: 0, shared: [], reason };
}

/** Adds the cards of the people and of the events shown with them. */
async function toStudents(sql: Sql, now: Date, found: Found[]): Promise<SimilarStudent[]> {
  const entries = found.map(({ id, score, shared, reason }) => ({
    id,
    score,
    sharedSkills: shortList(sharedOf(shared, 'skill').map(({ name }) => name)),
    sharedInterests: shortList(sharedOf(shared, 'interest').map(({ name }) => name)),
    sharedEvents: shortList(shared.filter(isEvent)),
    reason,
  }));
  const eventIds = new Set(
    entries.flatMap(({ sharedEvents }) => sharedEvents.items.map(({ id: event }) => event)),
  );
  const [students, events] = await Promise.all([
    withPeople(sql, now, entries, 'matching'),
    readEventCards(sql, [...eventIds]),
  ]);
  return students.map(({ sharedEvents: { total, items }, ...student }) => ({
    ...student,
    sharedEvents: { total, items: items.flatMap((event) => toSharedEvent(event, events.get(event.id))) },
  }));
}

/** Empty if the event was deleted meanwhile. */
function toSharedEvent({ basis }: EventTrait, event: EventCard | undefined): SharedEvent[] {
  return event === undefined ? [] : [{ event, basis }];
}

function sharedOf(shared: Trait[], kind: Trait['kind']): Trait[] {
  return shared.filter((trait) => trait.kind === kind);
}
