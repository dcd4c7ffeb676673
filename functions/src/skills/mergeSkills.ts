import { z } from 'zod';
import { EVERYTHING, Invalidator } from '../platform/cache.ts';
import { callable } from '../platform/callable.ts';
import { DomainError } from '../platform/errors.ts';
import { logger } from '../platform/logger.ts';
import { count } from '../platform/output.ts';
import { redis } from '../platform/redis.ts';
import { EVENT_SKILLS, POST_SKILLS, USER_SKILLS } from './linkTables.ts';
import { isSameSkill, mergeSkillInto, sameSkill } from './mergeSkillInto.ts';

const skillReference = z
  .discriminatedUnion('by', [
    z
      .strictObject({ by: z.literal('id'), id: z.int().positive().max(2_147_483_647) })
      .meta({ id: 'SkillById' }),
    z
      .strictObject({
        by: z.literal('name'),
        name: z.string().trim().min(1).max(100).describe('Any spelling of it.'),
      })
      .meta({ id: 'SkillByName' }),
  ])
  .meta({ id: 'SkillReference' });

const skill = z.strictObject({ id: z.int(), name: z.string() }).meta({ id: 'Skill' });

const output = z
  .strictObject({
    from: skill.describe('The skill that is now only another name of the other.'),
    into: skill,
    moved: z.strictObject({ userSkills: count, postSkills: count, eventSkills: count }).meta({
      id: 'MovedSkills',
      description: 'How many links of people, posts and events moved to the skill that stays.',
    }),
  })
  .meta({ id: 'MergedSkills' });

export const mergeSkills = callable({
  name: 'mergeSkills',
  description: `Makes two skills one, for good, as \`npm run skills -- merge\` does.

\`already-exists\` if both are names of the same skill; \`not-found\` if there is no such skill, with the most similar one.`,
  input: z.strictObject({
    from: skillReference.describe('The skill that becomes another name of the other.'),
    into: skillReference.describe('The skill that stays.'),
  }),
  output,
  errors: ['not-found', 'already-exists'],
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
    const moved = (table: string): number => merged.moved[table] ?? 0;
    const links = {
      userSkills: moved(USER_SKILLS.table),
      postSkills: moved(POST_SKILLS.table),
      eventSkills: moved(EVENT_SKILLS.table),
    };
    return { from: merged.from, into: merged.into, moved: links };
  },
});

function idOrName(reference: z.infer<typeof skillReference>): number | string {
  return reference.by === 'id' ? reference.id : reference.name;
}
