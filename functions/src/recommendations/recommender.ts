import { z } from 'zod';
import type { CallContext } from '../platform/callable.ts';

export const recommendationType = z.enum(['event', 'user', 'skill']).meta({
  id: 'RecommendationType',
  description: 'What is recommended: an upcoming event, a person to meet, or a skill to learn.',
});

export type RecommendationType = z.infer<typeof recommendationType>;

/** One recommended event, person or skill, and why. */
export interface Recommendation {
  /** Of the event, person or skill. */
  id: string;
  /** From 0 to 1, higher is likelier; comparable within one list only. */
  score: number;
  /** What the reason is about, for example `attended-similar`. */
  reasonKind: string;
  /** A sentence that the app shows to the student. */
  reason: string;
  /** What a list must not be full of: the category of an event or a skill, the department of a person; labels as keys. */
  group: string | null;
  /** When the recommendation becomes pointless, as when an event begins; null when it lasts as long as its list. */
  until: Date | null;
  /** The version of the model that ranked it; null for the defaults. */
  modelVersion: number | null;
  /** The ranking features, kept so that a model can learn from the feedback; null for types that do not use it. */
  signals: Record<string, number> | null;
}

/** Whom to rank for, and when: a call without its caller, since lists are also made at night. */
export type RankingContext = Pick<CallContext, 'uid' | 'sql' | 'now'>;

/** A ranking that has been prepared for one student at one time. */
export interface Recommender {
  /** When the nightly statistics or model behind the ranking were made; null before the first night. */
  asOf: Date | null;
  /** The `count` best, the best first; fewer when there are no more. Asking again does not repeat the preparation. */
  take: (count: number) => Promise<Recommendation[]>;
}

/**
 * Prepares the caller's ranking as of `context.now`. It leaves out what they already have and what no longer
 * exists.
 *
 * @param candidates ranks these ids alone, and lists each of them that can be recommended at all; null for all ids
 * @throws DomainError `not-found` when the caller has no profile.
 */
export type PrepareRecommender = (
  context: RankingContext,
  candidates: readonly string[] | null,
) => Promise<Recommender>;
