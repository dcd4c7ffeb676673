import { z } from 'zod';
import { eventTag, personTag } from '../platform/cache.ts';
import { callable } from '../platform/callable.ts';
import { recommend } from './lists/answer.ts';
import { listTag } from './lists/tag.ts';
import type { RecommendationType } from './recommender.ts';

const input = z.strictObject({
  type: z.enum(['event', 'user', 'skill']),
  limit: z.int().min(1).max(50).default(10),
});

/** Something that the caller may like. */
interface Recommended {
  id: string;
  /** Of the event or the skill its title; of the person the name. */
  title: string;
  /** From 0 to 1; compares within one list. */
  score: number;
  /** Why, in a sentence for the app to show; and what it is about, as 'popular'. */
  reason: string;
  reasonKind: string;
  /** RFC 3339: when to ask again at the latest; for an event, not after it begins. */
  expiresAt: string;
  /** Which version of the model ranked it; null for the defaults. */
  modelVersion: number | null;
  /** Of an event: when it begins as RFC 3339, or null. */
  startDate?: string | null;
  /** Of an event or a skill. */
  category?: string | null;
  /** Of a person. */
  role?: string | null;
  department?: string | null;
}

export interface Recommendations {
  type: RecommendationType;
  /** The best first. */
  recommendations: Recommended[];
}

/** Tags of what a list shows: skills have none. */
const TAGS: Record<RecommendationType, (id: string) => string[]> = {
  event: (id) => [eventTag(id)],
  user: (id) => [personTag(id)],
  skill: () => [],
};

/**
 * For everybody who is signed in: upcoming events they have not joined, people they may want to know and are
 * not connected to, or skills they may learn next. People are shown as a public card.
 */
export const recommendations = callable({
  name: 'recommendations',
  allow: 'signed-in',
  input,
  cache: {
    seconds: 3600,
    tags: ({ type, recommendations: list }: Recommendations, { uid }) => [
      personTag(uid),
      listTag(uid),
      ...list.flatMap(({ id }) => TAGS[type](id)),
    ],
    until: ({ recommendations: list }) => Math.min(...list.map(({ expiresAt }) => Date.parse(expiresAt))),
  },
  async handle(context, { type, limit }): Promise<Recommendations> {
    const list = await recommend(context, type, limit);
    return {
      type,
      recommendations: list.map(({ id, target, score, reason, reasonKind, expiresAt: end, modelVersion }) => {
        const expiresAt = end.toISOString();
        return { id, ...target, score, reason, reasonKind, expiresAt, modelVersion };
      }),
    };
  },
});
