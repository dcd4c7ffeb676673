import { logger } from 'firebase-functions';
import { HttpsError } from 'firebase-functions/https';
import { z } from 'zod';
import { adminCallable } from '../platform/callable.ts';
import { database } from '../platform/postgres.ts';
import * as sync from '../sync/index.ts';

/** A skill, by its id or by any of its spellings. */
const skill = z.union([
  z.strictObject({ id: z.int().positive().max(2_147_483_647) }),
  z.strictObject({ name: z.string().trim().min(1).max(100) }),
]);

const input = z.strictObject({ from: skill, into: skill });

/**
 * For administrators: makes two skills one, as `npm run skills -- merge` does. The synchronisation does not
 * split them again.
 *
 * `{from: {id} | {name}, into: {id} | {name}}` → `{from: {id, name}, into: {id, name}, moved: {user_skills,
 * post_skills, event_skills}}`, with how many links went to the other skill: none when both are one already.
 */
export const mergeSkills = adminCallable(input, { timeoutSeconds: 120 }, async (request, uid) => {
  try {
    const merged = await sync.mergeSkills(database(), request);
    logger.info('skills merged', {
      by: uid,
      from: merged.from.id,
      into: merged.into.id,
      moved: merged.moved,
    });
    return merged;
  } catch (error) {
    if (error instanceof sync.SkillError) throw new HttpsError('not-found', error.message);
    throw error;
  }
});
