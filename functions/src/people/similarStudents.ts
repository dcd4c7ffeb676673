import { z } from 'zod';
import { eventTag, personTag } from '../platform/cache.ts';
import { callable, type CallContext } from '../platform/callable.ts';
import { readRequester, type Requester, type Trait } from './similarity/requester.ts';
import type { Card, Filter } from './similarity/candidates.ts';
import { newestClassmates } from './similarity/classmates.ts';
import { reason } from './similarity/reason.ts';
import { mostAlike } from './similarity/search.ts';

const input = z.strictObject({
  limit: z.int().min(1).max(50).default(10),
  department: z.string().trim().min(1).max(255).optional(),
  role: z.enum(['student', 'alumni', 'faculty']).optional(),
});

/** One of the people most like the caller: what everybody may see of them, and what the two share. */
interface SimilarStudent extends Card {
  /** From 0 to 1; see similarity/score.ts. */
  score: number;
  sharedSkills: string[];
  /** Skills that both name in their posts. */
  sharedInterests: string[];
  /** When they begin is RFC 3339, or null when the event does not say. */
  sharedEvents: { id: string; title: string; startDate: string | null }[];
  /** Why they are in the list, in a sentence. */
  reason: string;
}

export interface SimilarStudents {
  /**
   * `similarity`: what the students share. `department`: the caller has no skills, posts or events yet, so these
   * are the people who joined last, those of the caller's department first; scores are 0 then.
   */
  basis: 'similarity' | 'department';
  /**
   * When the nightly statistics behind the scores were computed, as RFC 3339; null before the first night, when
   * everything is counted on request and people who never met cannot be compared by the crowd they belong to.
   */
  asOf: string | null;
  students: SimilarStudent[];
}

/**
 * For everybody who is signed in: the people most like them, the most alike first. Without a role these are
 * students and alumni, and people whose role is not known; `department` and `role` narrow them down.
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
 * The people most like the caller whom the filter lets through, the most alike first. Named candidates are all
 * listed, even those who share nothing.
 *
 * @throws DomainError `not-found` when the caller has no profile.
 */
export async function findSimilarStudents(
  { uid, sql }: Pick<CallContext, 'uid' | 'sql'>,
  filter: Filter,
  limit: number,
): Promise<SimilarStudents> {
  const requester = await readRequester(sql, uid);
  const asOf = requester.refreshedAt?.toISOString() ?? null;
  if (requester.traits.length === 0 && filter.candidates === null) {
    const newest = await newestClassmates(sql, requester, filter, limit);
    return { basis: 'department', asOf, students: newest.map((card) => stranger(card, requester)) };
  }
  const alike = await mostAlike(sql, requester, filter, limit);
  const students = alike.map(({ shared, ...card }) => ({
    ...card,
    sharedSkills: named(shared, 'skill'),
    sharedInterests: named(shared, 'interest'),
    sharedEvents: shared
      .filter(({ kind }) => kind === 'event')
      .map(({ id, name, startDate }) => ({ id, title: name, startDate })),
    reason: reason(shared),
  }));
  return { basis: 'similarity', asOf, students };
}

/** Somebody to whom nothing known makes the requester alike. */
function stranger(card: Card, requester: Requester): SimilarStudent {
  const classmate = card.department !== null && card.department === requester.department;
  return {
    ...card,
    score: 0,
    sharedSkills: [],
    sharedInterests: [],
    sharedEvents: [],
    reason: `New ${classmate ? 'in your department' : 'here'}. Add skills or join events to find people like you.`,
  };
}

function named(shared: Trait[], kind: Trait['kind']): string[] {
  return shared.filter((trait) => trait.kind === kind).map(({ name }) => name);
}
