import { Timestamp } from 'firebase-admin/firestore';
import { z } from 'zod';
import { callable, type CallContext } from '../platform/callable.ts';
import { firestoreDatabase } from '../platform/config.ts';
import { deployedAs } from '../platform/deployment.ts';
import { uidInput } from '../platform/documents/idInput.ts';
import { labelKey } from '../platform/documents/labels.ts';
import { DomainError } from '../platform/errors.ts';
import { firestore, type Firestore } from '../platform/firestore.ts';
import { departmentsInReach } from '../platform/identity/departmentsInReach.ts';
import { invalidField } from '../platform/input.ts';
import { skillLevel, time } from '../platform/output.ts';
import { logger } from '../platform/logger.ts';
import { addVerification, removeVerification, toSkilledPerson } from './verification/changeVerification.ts';
import type { VerifiedSkill } from './verification/verifiedSkills.ts';

const input = z.strictObject({
  userId: uidInput,
  skill: z.string().trim().min(1).max(100).describe('One that the person lists, in any spelling.'),
  verified: z
    .boolean()
    .describe(
      'False withdraws a verification, no matter who made it, and even if the person no longer lists the skill.',
    ),
  level: skillLevel
    .optional()
    .describe('The level that was found; by default the one that the person claims.'),
});

type VerifyRequest = z.infer<typeof input>;

const verification = z
  .strictObject({
    level: skillLevel
      .nullable()
      .describe(
        'The level that was verified, 1 to 5, which may differ from the one that the person claims; null if none was stated. It stays until the skill is verified again.',
      ),
    verifierId: z.string(),
    at: time,
  })
  .meta({ id: 'Verification', description: 'Who verified a skill, at which level, and when.' });

const output = z
  .strictObject({
    userId: z.string(),
    skill: z.string().describe('As the person spells it.'),
    level: skillLevel.nullable().describe('The level that the person claims, 1 to 5; null if none.'),
    verified: verification.nullable().describe('The verification; null once it has been withdrawn.'),
  })
  .meta({ id: 'SkillVerification' });

export type SkillVerification = z.infer<typeof output>;

export const verifySkill = callable({
  name: 'verifySkill',
  description: `Verifies a skill that somebody lists on their profile, or withdraws its verification.

Faculty verify skills of people of their departments; nobody verifies their own. A verification belongs to the skill under all its spellings: it stays if the person removes the skill and lists it again, and if operators merge skills. It is shown on the person’s card, whose \`headline\` names verified skills before others of the same level. \`not-found\` names the most similar skill that they list.`,
  input,
  output,
  errors: ['not-found', 'not-ready'],
  idempotent: true,
  audit: {
    subjects: (_answer: SkillVerification | null, { userId }) => [userId],
    detail: ({ verified }) => ({ verified }),
    isChange: () => true,
  },
  options: deployedAs('records'),
  handle: (context, request) => changeVerifiedSkill(context, firestore(firestoreDatabase.value()), request),
});

/** @throws DomainError */
export async function changeVerifiedSkill(
  context: CallContext,
  database: Firestore,
  { userId, skill: spelling, verified: isVerified, level: seen }: VerifyRequest,
): Promise<SkillVerification> {
  const { uid, sql, now } = context;
  if (uid === userId)
    throw new DomainError('not-allowed', 'Nobody verifies their own skills: ask a colleague.');
  if (!isVerified && seen !== undefined)
    throw invalidField('level', 'invalid', 'must be left out where nothing is verified');
  const departments = departmentsInReach(context, undefined);
  const document = database.collection('users').doc(userId);
  const { skill, verified } = await database.runTransaction(async (transaction) => {
    const user = (await transaction.get(document)).data();
    if (user === undefined) throw new DomainError('not-found', 'Nobody with this id has a profile.');
    const person = toSkilledPerson(user);
    requireInReach(person.department, departments);
    const changed = isVerified
      ? await addVerification(sql, person, spelling, { level: seen, by: uid, at: now.toISOString() })
      : await removeVerification(sql, person, spelling);
    transaction.update(document, { verifiedSkills: changed.verifiedSkills.map(toStored) });
    return changed;
  });
  logger.info('skill verified', { userId, by: uid, verified: isVerified });
  return {
    userId,
    skill: skill.name,
    level: skill.level,
    verified: verified && { level: verified.level, verifierId: verified.by, at: verified.at },
  };
}

/** @throws DomainError `not-allowed` for faculty of other departments */
function requireInReach(department: string | null, departments: string[] | null): void {
  if (departments === null) return;
  const key = labelKey(department);
  if (key !== null && departments.includes(key)) return;
  throw new DomainError('not-allowed', 'Faculty verify the skills of people in their own departments only.');
}

function toStored({ at, ...verified }: VerifiedSkill): object {
  return { ...verified, at: Timestamp.fromMillis(Date.parse(at)) };
}
