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
      .describe('Keep it: with it, an operator can say what was removed, when nobody knows whose it was.'),
    dueAt: time.describe('When the erasure begins. Until then it can be withdrawn.'),
  })
  .meta({ id: 'ErasureReceipt', description: 'An erasure that has been requested.' });

export type ErasureReceipt = z.infer<typeof erasureReceipt>;

export const deleteMyAccount = callable({
  name: 'deleteMyAccount',
  description: `Deletes the caller’s account and everything kept about them, after days of grace.

They are hidden from others at once: no card, no search, no suggestions, no figures. Until \`dueAt\` they can sign in and call \`keepMyAccount\`; their posts can still be read. Called again, it answers with the same receipt and date.

The caller must have signed in within the last five minutes, otherwise it is \`not-signed-in\`: let them sign in again, fetch a new token, and call again. \`not-ready\` for the last administrator who can sign in.

Then their account, profile, positions, posts, connections, attendance, uploads, scores and everything else is removed from every store. Events that they organised remain, without an owner. A comment of theirs stays in its place, without author and text. Clients cannot delete \`users/{uid}\`: this is the way.`,
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
