import { z } from 'zod';
import { callable, type CallContext } from '../platform/callable.ts';
import { firestoreDatabase, graceDays } from '../platform/config.ts';
import { DomainError } from '../platform/errors.ts';
import { firestore, type Firestore } from '../platform/firestore.ts';
import { ERASURE_CALLABLE } from './erasure/erasureFunction.ts';
import { startErasure } from './erasure/startErasure.ts';

/** A token of this age proves that the person is at the keyboard, not somebody who found their phone. */
const RECENT_MINUTES = 5;

/** What a person keeps to ask about their erasure. */
export interface ErasureReceipt {
  receipt: string;
  /** Until then it can be withdrawn. */
  dueAt: string;
}

/**
 * Requests the erasure of the caller, who is hidden at once and can withdraw until it is due. Called again, it answers with
 * the same receipt and date.
 */
export const deleteMyAccount = callable({
  name: 'deleteMyAccount',
  input: z.strictObject({}),
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
