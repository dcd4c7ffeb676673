import { z } from 'zod';
import { callable, type CallContext } from '../platform/callable.ts';
import { firestoreDatabase } from '../platform/config.ts';
import { uidInput } from '../platform/documents/idInput.ts';
import { DomainError } from '../platform/errors.ts';
import { firestore, type Firestore } from '../platform/firestore.ts';
import { erasureReceipt, type ErasureReceipt } from './deleteMyAccount.ts';
import { enqueueErasure, type EnqueueErasure } from './erasure/enqueueErasure.ts';
import { ERASURE_CALLABLE } from './erasure/erasureFunction.ts';
import { startErasure } from './erasure/startErasure.ts';

const input = z.strictObject({
  userId: uidInput,
  graceDays: z
    .int()
    .min(0)
    .max(90)
    .default(0)
    .describe(
      'Days for which the person is only hidden. In that time an operator can withdraw the erasure; the person cannot.',
    ),
});

export const eraseUser = callable({
  name: 'eraseUser',
  description: `Erases somebody from every store, like \`deleteMyAccount\`: at once, or after a period of grace in which they are hidden.

It begins within seconds and takes minutes; passes 2 and 25 hours later remove what came in meanwhile. If it was requested before, the earlier date counts. \`not-found\` if there is no account, no profile and no row of theirs; \`not-ready\` for the last administrator who can sign in; \`not-allowed\` for oneself.`,
  input,
  output: erasureReceipt,
  errors: ['not-found', 'not-ready'],
  idempotent: true,
  options: ERASURE_CALLABLE,
  audit: {
    subjects: (_answer: ErasureReceipt | null, { userId }) => [userId],
    detail: ({ graceDays }) => ({ graceDays }),
    isChange: () => true,
  },
  handle: (context, request) =>
    requestErasureOf(
      context,
      { firestore: firestore(firestoreDatabase.value()), enqueue: enqueueErasure },
      request,
    ),
});

/** @throws DomainError `not-allowed` for oneself, `not-found` for nobody, `not-ready` for the last administrator */
export async function requestErasureOf(
  { uid, sql, now }: CallContext,
  { firestore: database, enqueue }: { firestore: Firestore; enqueue: EnqueueErasure },
  { userId, graceDays }: z.infer<typeof input>,
): Promise<ErasureReceipt> {
  if (userId === uid) {
    throw new DomainError('not-allowed', 'Use deleteMyAccount for yourself: it can be withdrawn.');
  }
  const { receipt, dueAt } = await startErasure(
    { sql, firestore: database },
    { uid: userId, requestedBy: 'administrator', now, graceDays },
  );
  await enqueue(receipt, dueAt, now);
  return { receipt, dueAt: dueAt.toISOString() };
}
