import { logger } from '../platform/logger.ts';
import { z } from 'zod';
import { EVERYTHING, Invalidator } from '../platform/cache.ts';
import { callable } from '../platform/callable.ts';
import { redis } from '../platform/redis.ts';
import { mergeSkills as merge } from './merge.ts';

/** A skill, by its id or by any of its spellings. */
const skill = z.union([
  z.strictObject({ id: z.int().positive().max(2_147_483_647) }),
  z.strictObject({ name: z.string().trim().min(1).max(100) }),
]);

/**
 * For administrators: makes two skills one, as `npm run skills -- merge` does. The synchronisation does not
 * split them again.
 *
 * `{from: {id} | {name}, into: {id} | {name}}` → `{from: {id, name}, into: {id, name}, moved: {user_skills,
 * post_skills, event_skills}}`, with how many links went to the other skill: none when both are one already.
 */
export const mergeSkills = callable({
  name: 'mergeSkills',
  allow: ['admin'],
  input: z.strictObject({ from: skill, into: skill }),
  options: { maxInstances: 2, timeoutSeconds: 120 },
  async handle({ uid, sql }, request) {
    const merged = await merge(sql, request);
    // Anybody may have had the skill, or see it.
    await new Invalidator(redis()).touch([EVERYTHING]);
    logger.info('skills merged', {
      by: uid,
      from: merged.from.id,
      into: merged.into.id,
      moved: merged.moved,
    });
    return merged;
  },
});
