import { z } from 'zod';
import { callable, type CallContext } from '../platform/callable.ts';
import { firestoreDatabase } from '../platform/config.ts';
import { DomainError } from '../platform/errors.ts';
import { firestore, type Firestore } from '../platform/firestore.ts';
import { ERASURE_CALLABLE } from './erasure/erasureFunction.ts';
import { stopErasure } from './erasure/stopErasure.ts';

const output = z
  .strictObject({
    withdrawn: z.boolean().describe('Whether an erasure was withdrawn; false if none was requested.'),
  })
  .meta({ id: 'KeptAccount' });

export const keepMyAccount = callable({
  name: 'keepMyAccount',
  description: `Withdraws what \`deleteMyAccount\` has requested: the caller is shown again as they were.

\`not-ready\` once the erasure has begun; \`not-allowed\` if an administrator has asked for it, too.`,
  input: z.strictObject({}),
  output,
  errors: ['not-ready'],
  idempotent: true,
  options: ERASURE_CALLABLE,
  handle: (context) => withdrawOwnErasure(context, firestore(firestoreDatabase.value())),
});

/** @throws DomainError `not-ready` once it has begun, `not-allowed` if somebody else has asked for it */
export async function withdrawOwnErasure(
  { uid, sql }: CallContext,
  database: Firestore,
): Promise<z.infer<typeof output>> {
  const outcome = await stopErasure({ sql, firestore: database }, uid, 'person');
  if (outcome === 'begun')
    throw new DomainError('not-ready', 'It is too late: your account is being erased.');
  if (outcome === 'refused') {
    throw new DomainError('not-allowed', 'An administrator has asked for this: talk to them.');
  }
  return { withdrawn: outcome === 'withdrawn' };
}
