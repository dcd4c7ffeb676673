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
import { isStaff } from './roles/rights.ts';

const role = z.enum(ROLES).meta({ id: 'Role' });

const input = z.strictObject({
  userId: uidInput,
  role: role.describe('`student` takes all other rights away.'),
  departments: z
    .array(z.string().min(1).max(MAX_SHORT_TEXT_CHARACTERS))
    .max(50)
    .default([])
    .describe(
      'The departments that faculty look after, and an administrator’s own, in any spelling; replaces those they had.',
    ),
});

const output = z
  .strictObject({
    userId: z.string(),
    role,
    departments: z.array(z.string()).describe('In tidy spelling, each once.'),
  })
  .meta({ id: 'UserRights', description: 'What somebody may do from now on.' });

type UserRights = z.infer<typeof output>;

export const setUserRole = callable({
  name: 'setUserRole',
  description: `Gives somebody a role, and faculty the departments they look after, in place of what they had.

Rights that are taken away stop counting at once where they matter, and the person has to sign in again; new rights come with the next token. After an error, repeat the call: it completes what was cut off. Giving somebody the rights that they already have signs them out. \`npm run admin\` does the same with an operator’s credentials. \`not-found\` if there is no such account; \`not-ready\` for the last administrator who can sign in.`,
  input,
  output,
  // Not idempotent: a repeated call signs the person out.
  errors: ['not-found', 'not-ready'],
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
