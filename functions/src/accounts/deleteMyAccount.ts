import { z } from 'zod';
import { callable, type CallContext } from '../platform/callable.ts';
import { firestoreDatabase, graceDays } from '../platform/config.ts';
import { DomainError } from '../platform/errors.ts';
import { time } from '../platform/output.ts';
import { firestore, type Firestore } from '../platform/firestore.ts';
import { ERASURE_CALLABLE } from './erasure/erasureFunction.ts';
import { startErasure } from './erasure/startErasure.ts';

/** A token of this age proves that the person is at the keyboard, not somebody who found their phone. */
const RECENT_MINUTES = 5;

export const erasureReceipt = z
  .strictObject({
    receipt: z
      .string()
      .describe(
        'Keep it: afterwards nobody knows whose data was removed, and only with the receipt can an operator say what was.',
      ),
    dueAt: time.describe('When the erasure begins; until then it can be withdrawn.'),
  })
  .meta({ id: 'ErasureReceipt', description: 'An erasure that has been requested.' });

export type ErasureReceipt = z.infer<typeof erasureReceipt>;

export const deleteMyAccount = callable({
  name: 'deleteMyAccount',
  description: `Deletes the caller’s account and everything kept about them, after a period of grace.

They are hidden from others at once: no card, no search, no suggestions, no figures. Until \`dueAt\` they can sign in and call \`keepMyAccount\`; their posts can still be read. Another call gives the same receipt and date.

The caller must have signed in within the last five minutes; otherwise the call fails with \`not-signed-in\`: let them sign in again (\`reauthenticateWithCredential\`), fetch a new token, and call again. \`not-ready\` for the last administrator who can sign in.

After that, their account, profile, positions, posts, connections, attendance, uploads, scores and everything else is removed from every store. Events that they organised remain, without an owner; their comments stay in their places, without author or text. Apps cannot delete \`users/{uid}\` themselves.`,
  input: z.strictObject({}),
  output: erasureReceipt,
  errors: ['not-found', 'not-ready'],
  idempotent: true,
  rateLimit: { calls: 5, seconds: 60 },
  options: ERASURE_CALLABLE,
  handle: (context) => requestOwnErasure(context, firestore(firestoreDatabase.value())),
});

/** @throws DomainError `not-signed-in` unless the caller has just signed in, `not-ready` for the last administrator */
export async function requestOwnErasure(
  { uid, sql, now, signedInAt }: CallContext,
  database: Firestore,
): Promise<ErasureReceipt> {
  if (now.getTime() - signedInAt.getTime() > RECENT_MINUTES * 60_000) {
    throw new DomainError(
      'not-signed-in',
      `Sign in again, and delete your account within ${String(RECENT_MINUTES)} minutes: it makes sure that it is you.`,
    );
  }
  const { receipt, dueAt } = await startErasure(
    { sql, firestore: database },
    { uid, requestedBy: 'person', now, graceDays: graceDays() },
  );
  return { receipt, dueAt: dueAt.toISOString() };
}
