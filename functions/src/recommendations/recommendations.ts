import { z } from 'zod';
import { personCardTags } from '../cards/index.ts';
import { eventTag, personTag } from '../platform/cache.ts';
import { callable } from '../platform/callable.ts';
import { freshness, freshnessFields } from '../platform/freshness.ts';
import { aboutSubject, readSubject, subjectInput } from '../platform/identity/subject.ts';
import { share, time } from '../platform/output.ts';
import { readCountedPeople } from './lists/countedPeople.ts';
import { getRecommendations } from './lists/getRecommendations.ts';
import { listTag } from './lists/listCacheTag.ts';
import { targetFields, type Target } from './lists/readTargets.ts';
import { recommendationType, type RecommendationType } from './recommender.ts';

const input = z.strictObject({
  type: recommendationType.describe(
    '`event`: upcoming events that the person has not joined. `user`: people to whom they are not connected, and with whom they have no pending or declined request. `skill`: skills that are not on their profile.',
  ),
  limit: z.int().min(1).max(50).default(10),
  userId: subjectInput,
});

const recommendedFields = {
  id: z.string().describe('The id of the event, person or skill; with `type`, what `recordFeedback` takes.'),
  score: share.describe('How well it fits, from 0 to 1; comparable within one list only.'),
  reason: z.string().describe('Why it is recommended, in a sentence to show to the user.'),
  reasonKind: z
    .string()
    .describe('What the reason is about, such as `same-people` or `popular`. Kinds may be added.'),
  expiresAt: time.describe(
    'When to ask again at the latest: after 26 hours; for an event, no later than it begins.',
  ),
  modelVersion: z
    .int()
    .nullable()
    .describe('The version of the model that ranked it; null for the defaults in the code.'),
};

const recommendation = z
  .discriminatedUnion('type', [
    z.strictObject({ ...targetFields.event, ...recommendedFields }).meta({ id: 'EventRecommendation' }),
    z.strictObject({ ...targetFields.user, ...recommendedFields }).meta({ id: 'PersonRecommendation' }),
    z.strictObject({ ...targetFields.skill, ...recommendedFields }).meta({ id: 'SkillRecommendation' }),
  ])
  .meta({ id: 'Recommendation', description: 'An event to join, a person to meet or a skill to learn.' });

const output = z
  .strictObject({
    ...freshnessFields,
    recommendations: z
      .array(recommendation)
      .describe(
        'The best first; but at most a third come from one category or department, as long as the others score at least three quarters of what they replace.',
      ),
  })
  .meta({ id: 'Recommendations' });

export type Recommendations = z.infer<typeof output>;

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
  if (target.type === 'event') return [eventTag(target.event.id)];
  return target.type === 'user' ? personCardTags(target.person) : [];
}

/**
 * For everybody who is signed in, and staff who ask about somebody: upcoming events they have not joined, people they
 * may want to know and are not connected to, or skills they may learn next.
 */
export const recommendations = callable({
  name: 'recommendations',
  description: `Upcoming events to join, people to meet or skills to learn, for the caller or for somebody whom the caller looks after.

\`asOf\` is when the nightly statistics or model behind the list were made; before the first night, everything is counted on request. Somebody without history gets the newest members, those of their department first, for \`user\`, and what is common in their department for \`skill\`.`,
  input,
  output,
  errors: ['not-found', 'not-ready'],
  idempotent: true,
  cache: {
    seconds: 3600,
    tags: async ({ recommendations: list }, { uid, sql }, { type, userId = uid }) => [
      ...[uid, userId].map(personTag),
      listTag(userId),
      ...list.flatMap(targetTags),
      ...(type === 'event' ? await readCountedPeople({ uid: userId, sql }, list) : []).map(personTag),
    ],
    until: ({ recommendations: list }) => Math.min(...list.map(({ expiresAt }) => Date.parse(expiresAt))),
  },
  audit: aboutSubject,
  async handle(context, { type, limit, userId }) {
    const uid = await readSubject(context, userId);
    const isOwn = uid === context.uid;
    const { asOf, list } = await getRecommendations({ ...context, uid }, type, limit, { isKept: isOwn });
    const known = freshness(asOf, context.now, NOT_LEARNED[type]);
    return {
      ...known,
      missing: list.length === 0 ? NOTHING_LEFT[type] : known.missing,
      recommendations: list.map(({ id, target, score, reason, reasonKind, expiresAt, modelVersion }) => ({
        ...target,
        ...{ id, score, reason, reasonKind, expiresAt: expiresAt.toISOString(), modelVersion },
      })),
    };
  },
});
