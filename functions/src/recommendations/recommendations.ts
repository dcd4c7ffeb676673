import { z } from 'zod';
import { eventTag, personTag } from '../platform/cache.ts';
import { callable } from '../platform/callable.ts';
import { getRecommendations } from './lists/getRecommendations.ts';
import type { Target } from './lists/readTargets.ts';
import { listTag } from './lists/listCacheTag.ts';
import type { RecommendationType } from './recommender.ts';

const input = z.strictObject({
  type: z.enum(['event', 'user', 'skill']),
  limit: z.int().min(1).max(50).default(10),
});

/** An event, person or skill that the caller may like. */
type Recommended = Target & {
  /** Of the event, person or skill, as `recordFeedback` takes it. */
  id: string;
  /** From 0 to 1; comparable within one list only. */
  score: number;
  /** Why, in a sentence that the app shows. */
  reason: string;
  /** What the reason is about, for example `popular`. */
  reasonKind: string;
  /** RFC 3339: when to ask again at the latest; for an event, no later than it begins. */
  expiresAt: string;
  /** The version of the model that ranked it; null for the defaults. */
  modelVersion: number | null;
};

export interface Recommendations {
  type: RecommendationType;
  /**
   * When the nightly statistics or model behind the list were made, as RFC 3339; null before the first night, when
   * everything is counted on request.
   */
  asOf: string | null;
  /** The best first. */
  recommendations: Recommended[];
}

/** Cache tags of what a list shows; skills have none. */
const TAGS: Record<RecommendationType, (id: string) => string[]> = {
  event: (id) => [eventTag(id)],
  user: (id) => [personTag(id)],
  skill: () => [],
};

/**
 * For everybody who is signed in: upcoming events they have not joined, people they may want to know and are not
 * connected to, or skills they may learn next.
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
    const { asOf, list } = await getRecommendations(context, type, limit);
    return {
      type,
      asOf: asOf?.toISOString() ?? null,
      recommendations: list.map(({ id, target, score, reason, reasonKind, expiresAt, modelVersion }) => {
        return {
          id,
          ...target,
          score,
          reason,
          reasonKind,
          expiresAt: expiresAt.toISOString(),
          modelVersion,
        };
      }),
    };
  },
});
