import { z } from 'zod';
import { eventTag, personTag } from '../platform/cache.ts';
import { callable, type CallContext } from '../platform/callable.ts';
import { freshness, type Freshness } from '../platform/freshness.ts';
import { findSimilarPeople } from './similarity/findSimilarPeople.ts';
import type { SimilarPerson } from './similarity/mostSimilar.ts';
import { newestPeople } from './similarity/newestPeople.ts';
import type { PersonCard, PersonFilter } from './similarity/personFilter.ts';
import { readRequester, type Requester } from './similarity/readRequester.ts';
import { similarityReason } from './similarity/similarityReason.ts';
import type { Trait } from './similarity/trait.ts';

const input = z.strictObject({
  limit: z.int().min(1).max(50).default(10),
  department: z.string().trim().min(1).max(255).optional(),
  role: z.enum(['student', 'alumni', 'faculty']).optional(),
});

/** A person similar to the caller: their public fields and what the two share. */
interface SimilarStudent extends PersonCard {
  /** 0 to 1; see similarity/similarityScore.ts. */
  score: number;
  sharedSkills: string[];
  /** Skills that both name in posts. */
  sharedInterests: string[];
  /** `startDate` is RFC 3339, or null if the event has none. */
  sharedEvents: { id: string; title: string; startDate: string | null }[];
  /** Why they are listed, in one sentence. */
  reason: string;
}

/** `asOf` is when the nightly statistics behind the scores were computed: how rare a trait is, and whose events overlap. */
export interface SimilarStudents extends Freshness {
  /**
   * `similarity`: people who share something with the caller. `department`: the caller has no skills, posts or events
   * yet, so these are the newest people, the caller's department first, with score 0.
   */
  basis: 'similarity' | 'department';
  students: SimilarStudent[];
}

/**
 * For signed-in users: the people most similar to them, most similar first. Without `role`, students, alumni and users
 * without a role.
 */
export const similarStudents = callable({
  name: 'similarStudents',
  allow: 'signed-in',
  input,
  cache: {
    seconds: 3600,
    tags: ({ students }: SimilarStudents, { uid }) => [
      ...[uid, ...students.map(({ id }) => id)].map(personTag),
      ...students.flatMap(({ sharedEvents }) => sharedEvents.map(({ id }) => eventTag(id))),
    ],
  },
  handle: (context, { limit, department = null, role = null }) =>
    findSimilarStudents(context, { department, role, candidates: null }, limit),
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
    const students = newest.map((card) => newStudent(card, requester));
    return { basis: 'department', asOf: now.toISOString(), missing: NO_TRAITS, students };
  }
  const people = await findSimilarPeople(sql, requester, filter, limit);
  const known = freshnessOf(requester, now);
  const missing = known.missing ?? (people.length === 0 ? NOTHING_SHARED : null);
  return { basis: 'similarity', ...known, missing, students: people.map(similarStudent) };
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

function similarStudent({ shared, ...card }: SimilarPerson): SimilarStudent {
  return {
    ...card,
    sharedSkills: namesOf(shared, 'skill'),
    sharedInterests: namesOf(shared, 'interest'),
    sharedEvents: shared
      .filter(({ kind }) => kind === 'event')
      .map(({ id, name, startDate }) => ({ id, title: name, startDate })),
    reason: similarityReason(shared),
  };
}

/** An entry of the list for callers without traits. */
function newStudent(card: PersonCard, requester: Requester): SimilarStudent {
  const isClassmate = card.department !== null && card.department === requester.department;
  return {
    ...card,
    score: 0,
    sharedSkills: [],
    sharedInterests: [],
    sharedEvents: [],
    reason: `New ${isClassmate ? 'in your department' : 'here'}. Add skills or join events to find people like you.`,
  };
}

function namesOf(shared: Trait[], kind: Trait['kind']): string[] {
  return shared.filter((trait) => trait.kind === kind).map(({ name }) => name);
}
