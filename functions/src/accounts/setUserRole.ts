import { z } from 'zod';
import { callable } from '../platform/callable.ts';
import { firestoreDatabase } from '../platform/config.ts';
import { deployedAs } from '../platform/deployment.ts';
import { firestore } from '../platform/firestore.ts';
import { ROLES } from '../platform/identity/caller.ts';
import { uidInput } from '../platform/documents/idInput.ts';
import { invalidField } from '../platform/input.ts';
import { MAX_SHORT_TEXT_CHARACTERS } from '../platform/documents/fields.ts';
import { assignRights } from './roles/assignRights.ts';
import { isStaff, type Rights } from './roles/rights.ts';

const input = z.strictObject({
  userId: uidInput,
  /** `student` takes every other right away. */
  role: z.enum(ROLES),
  /** The departments that faculty look after, and an administrator's own; replaces those they had. */
  departments: z.array(z.string().min(1).max(MAX_SHORT_TEXT_CHARACTERS)).max(50).default([]),
});

interface UserRights extends Rights {
  userId: string;
}

/**
 * For administrators: gives somebody a role. Rights that are taken away stop counting in privileged calls at once, and
 * the person has to sign in again; new rights come with the next token. The last administrator cannot be demoted.
 */
export const setUserRole = callable({
  name: 'setUserRole',
  input,
  options: deployedAs('accounts'),
  audit: {
    subjects: (_answer: UserRights | null, { userId }) => [userId],
    detail: ({ role, departments }) => ({ role, departments }),
    isChange: () => true,
  },
  async handle(_context, { userId, role, departments }): Promise<UserRights> {
    if (departments.length > 0 && !isStaff({ role })) {
      throw invalidField('departments', 'invalid', 'are only for faculty and administrators');
    }
    const database = firestore(firestoreDatabase.value());
    return { userId, ...(await assignRights(database, userId, { role, departments })) };
  },
});
