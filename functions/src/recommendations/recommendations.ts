import { z } from 'zod';
import { eventTag, personTag } from '../platform/cache.ts';
import { callable } from '../platform/callable.ts';
import { getRecommendations } from './lists/getRecommendations.ts';
import { listTag } from './lists/listCacheTag.ts';
import type { RecommendationType } from './recommender.ts';

const input = z.strictObject({
  type: z.enum(['event', 'user', 'skill']),
  limit: z.int().min(1).max(50).default(10),
});

/** An event, person or skill that the caller may like. */
interface Recommended {
  id: string;
  /** The title of an event or a skill, the name of a person. */
  title: string;
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
  /** Events only: when it begins, as RFC 3339, or null. */
  startDate?: string | null;
  /** Events and skills only. */
  category?: string | null;
  /** People only. */
  role?: string | null;
  department?: string | null;
}

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
 * connected to, or skills they may learn next. Of people, only the public card is shown.
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
    const { asOf, cards } = await getRecommendations(context, type, limit);
    return {
      type,
      asOf: asOf?.toISOString() ?? null,
      recommendations: cards.map(({ id, target, score, reason, reasonKind, expiresAt, modelVersion }) => {
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
