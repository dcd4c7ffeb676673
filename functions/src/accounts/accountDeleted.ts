import { onUserDeleted } from 'firebase-functions/identity';
import { databaseUrl, erasureKey, firestoreDatabase } from '../platform/config.ts';
import { deployedAs } from '../platform/deployment.ts';
import { firestore } from '../platform/firestore.ts';
import { database } from '../platform/postgres.ts';
import { withoutContents } from '../platform/withoutContents.ts';
import { enqueueErasure } from './erasure/enqueueErasure.ts';
import { startErasure } from './erasure/startErasure.ts';

/**
 * Erases people whose account was deleted in the console or by the Admin SDK. The event of an account that an erasure
 * itself has deleted changes nothing.
 */
export const accountDeleted = onUserDeleted(
  {
    ...deployedAs('erasure'),
    retry: true,
    secrets: [databaseUrl, erasureKey],
    maxInstances: 4,
    memory: '256MiB',
  },
  ({ data: account, time }) =>
    withoutContents(async () => {
      const context = { sql: database(), firestore: firestore(firestoreDatabase.value()) };
      const { uid, email, displayName } = account;
      const { receipt, dueAt, beganAt } = await startErasure(context, {
        uid,
        requestedBy: 'account',
        now: new Date(time),
        graceDays: 0,
        known: {
          emails: email === undefined ? [] : [email],
          names: displayName === undefined ? [] : [displayName],
        },
      });
      if (beganAt === null) await enqueueErasure(receipt, dueAt, new Date());
    }),
);
