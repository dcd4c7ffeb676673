import type { CallContext } from '../platform/callable.ts';
import { DomainError } from '../platform/errors.ts';

/** What can be recommended. */
export type RecommendationType = 'event' | 'user' | 'skill';

/** One thing that somebody may like, and why. */
export interface Recommendation {
  /** Of the event, the person or the skill. */
  id: string;
  /** Its title or name. */
  title: string;
  /** The higher, the likelier; from 0 to 1, and comparable within one list. */
  score: number;
  /** What the reason is about, in a word or two: 'attended-similar', say. */
  reasonKind: string;
  /** A sentence for the one who is recommended to. */
  reason: string;
  /** What a list should not be full of: the category of an event or a skill, the department of a person. */
  group: string | null;
  /** When it stops to make sense, as when an event begins; null for whenever the list does. */
  until: Date | null;
  /** Of the model that ranked it; null for the defaults. */
  modelVersion: number | null;
  /** What spoke for it, for a model that learns from what became of it; null for others. */
  signals: Record<string, number> | null;
}

/** Whom to rank for, and when: a call without its caller, since lists are also made at night. */
export type RankingContext = Omit<CallContext, 'caller'>;

/**
 * Ranks what may be recommended to the caller, the best first, by what is true at `context.now`: nothing they
 * have already, and nothing of what is not there (any more). It restricts itself to `context.among` if that
 * is not null, and then leaves nothing of it out that could be recommended at all.
 *
 * @throws DomainError when there is no such person.
 */
export type Recommender = (context: RankingContext, limit: number) => Promise<Recommendation[]>;

/** What a {@link Recommender} throws when there is no such person. */
export function noProfile(): DomainError {
  return new DomainError('not-found', 'there is no profile of yours yet: save it first');
}
