import { z } from 'zod';
import { EVERYTHING, Invalidator } from '../platform/cache.ts';
import { callable } from '../platform/callable.ts';
import { DomainError } from '../platform/errors.ts';
import { logger } from '../platform/logger.ts';
import { redis } from '../platform/redis.ts';
import { isSameSkill, mergeSkillInto, sameSkill } from './mergeSkillInto.ts';

const skillReference = z.union([
  z.strictObject({ id: z.int().positive().max(2_147_483_647) }),
  z.strictObject({ name: z.string().trim().min(1).max(100) }),
]);

/**
 * For administrators: merges one skill into another for good, as `npm run skills -- merge` does.
 *
 * `{from: {id} | {name}, into: {id} | {name}}` → `{from: {id, name}, into: {id, name}, moved: {user_skills,
 * post_skills, event_skills}}`. `moved` counts the links moved to the surviving skill. `already-exists` if both are names
 * of one skill.
 */
export const mergeSkills = callable({
  name: 'mergeSkills',
  input: z.strictObject({ from: skillReference, into: skillReference }),
  options: { maxInstances: 2, timeoutSeconds: 120 },
  audit: {
    subjects: () => [],
    detail: ({ from, into }) => ({ from: idOrName(from), into: idOrName(into) }),
    isChange: () => true,
  },
  async handle({ uid, sql }, request) {
    const merged = await mergeSkillInto(sql, request);
    if (isSameSkill(merged)) throw new DomainError('already-exists', sameSkill(merged));
    // Any cached answer may name the merged skill.
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

function idOrName(skill: z.infer<typeof skillReference>): number | string {
  return 'id' in skill ? skill.id : skill.name;
}
