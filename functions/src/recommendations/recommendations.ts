import { z } from 'zod';
import { personCardTags } from '../cards/index.ts';
import { eventTag, personTag } from '../platform/cache.ts';
import { callable } from '../platform/callable.ts';
import { freshness, type Freshness } from '../platform/freshness.ts';
import { aboutSubject, readSubject, subjectInput } from '../platform/identity/subject.ts';
import { readCountedPeople } from './lists/countedPeople.ts';
import { getRecommendations } from './lists/getRecommendations.ts';
import type { Target } from './lists/readTargets.ts';
import { listTag } from './lists/listCacheTag.ts';
import type { RecommendationType } from './recommender.ts';

const input = z.strictObject({
  type: z.enum(['event', 'user', 'skill']),
  limit: z.int().min(1).max(50).default(10),
  userId: subjectInput,
});

/** An event, person or skill that the person may like. */
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

/** `asOf` is when the nightly statistics or model behind the list were made. */
export interface Recommendations extends Freshness {
  type: RecommendationType;
  /** The best first. */
  recommendations: Recommended[];
}

/** What a list lacks before the first night; until then, everything else is counted on request. */
const NOT_LEARNED: Record<RecommendationType, string> = {
  event: 'Which events the same people go to is learned overnight, so this list will improve.',
  user: 'People who go to the same people’s events as you do are added overnight.',
  skill: 'Which skills go together is learned overnight, from enough profiles, so this list will improve.',
};

/** Why a list is empty. */
const NOTHING_LEFT: Record<RecommendationType, string> = {
  event: 'There are no upcoming events that you have not already joined or dismissed.',
  user: 'There is nobody here whom you have not already contacted or dismissed.',
  skill: 'There are no skills here that you have not already added or dismissed.',
};

/** Cache tags of what an entry shows; skills have none. */
function targetTags(target: Target): string[] {
  if ('event' in target) return [eventTag(target.event.id)];
  return 'person' in target ? personCardTags(target.person) : [];
}

/**
 * For everybody who is signed in, and staff who ask about somebody: upcoming events they have not joined, people they
 * may want to know and are not connected to, or skills they may learn next.
 */
export const recommendations = callable({
  name: 'recommendations',
  input,
  cache: {
    seconds: 3600,
    tags: async ({ type, recommendations: list }: Recommendations, { uid, sql }, { userId = uid }) => [
      ...[uid, userId].map(personTag),
      listTag(userId),
      ...list.flatMap(targetTags),
      ...(type === 'event' ? await readCountedPeople({ uid: userId, sql }, list) : []).map(personTag),
    ],
    until: ({ recommendations: list }) => Math.min(...list.map(({ expiresAt }) => Date.parse(expiresAt))),
  },
  audit: aboutSubject,
  async handle(context, { type, limit, userId }): Promise<Recommendations> {
    const uid = await readSubject(context, userId);
    const isOwn = uid === context.uid;
    const { asOf, list } = await getRecommendations({ ...context, uid }, type, limit, { isKept: isOwn });
    const known = freshness(asOf, context.now, NOT_LEARNED[type]);
    return {
      type,
      ...known,
      missing: list.length === 0 ? NOTHING_LEFT[type] : known.missing,
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
