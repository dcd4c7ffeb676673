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
import { logger } from '../platform/logger.ts';
import { addVerification, removeVerification, toSkilledPerson } from './verification/changeVerification.ts';
import type { VerifiedSkill } from './verification/verifiedSkills.ts';

const input = z.strictObject({
  userId: uidInput,
  /** One that the person lists, in any spelling. */
  skill: z.string().trim().min(1).max(100),
  /** False withdraws it. */
  verified: z.boolean(),
  /** The level that was seen; by default the one that the person claims. */
  level: z.int().min(1).max(5).optional(),
});

type VerifyRequest = z.infer<typeof input>;

export interface SkillVerification {
  userId: string;
  skill: string;
  /** The level that the person claims. */
  level: number | null;
  verified: { level: number | null; by: string; at: string } | null;
}

/**
 * For faculty of the person's department and administrators: verifies a skill that somebody else lists, or withdraws its
 * verification, no matter who made it.
 */
export const verifySkill = callable({
  name: 'verifySkill',
  input,
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
  { userId, skill: spelling, verified: isVerified, level }: VerifyRequest,
): Promise<SkillVerification> {
  const { uid, sql, now } = context;
  if (uid === userId)
    throw new DomainError('not-allowed', 'Nobody verifies their own skills: ask a colleague.');
  if (!isVerified && level !== undefined)
    throw invalidField('level', 'invalid', 'must be left out where nothing is verified');
  const departments = departmentsInReach(context, undefined);
  const document = database.collection('users').doc(userId);
  const { skill, verified } = await database.runTransaction(async (transaction) => {
    const user = (await transaction.get(document)).data();
    if (user === undefined) throw new DomainError('not-found', 'Nobody with this id has a profile.');
    const person = toSkilledPerson(user);
    requireInReach(person.department, departments);
    const changed = isVerified
      ? await addVerification(sql, person, spelling, { level, by: uid, at: now.toISOString() })
      : await removeVerification(sql, person, spelling);
    transaction.update(document, { verifiedSkills: changed.verifiedSkills.map(toStored) });
    return changed;
  });
  logger.info('skill verified', { userId, by: uid, verified: isVerified });
  return {
    userId,
    skill: skill.name,
    level: skill.level,
    verified: verified && { level: verified.level, by: verified.by, at: verified.at },
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
