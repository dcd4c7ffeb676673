import { onTaskDispatched } from 'firebase-functions/tasks';
import { z } from 'zod';
import { firestoreDatabase } from '../platform/config.ts';
import { firestore } from '../platform/firestore.ts';
import { logger } from '../platform/logger.ts';
import { database } from '../platform/postgres.ts';
import { withoutContents } from '../platform/withoutContents.ts';
import { driveErasure, findErasure } from './erasure/driveErasure.ts';
import { enqueueErasure } from './erasure/enqueueErasure.ts';
import { ERASURE_FUNCTION } from './erasure/erasureFunction.ts';
import { personalStores } from './personalStores.ts';

const payload = z.object({ receipt: z.uuid() });

/**
 * Does what is due of an erasure, when Cloud Tasks says so. A step that fails is repeated with back-off, for about a day;
 * then `finishErasures` goes on every night.
 */
export const continueErasure = onTaskDispatched<unknown>(
  {
    ...ERASURE_FUNCTION,
    retryConfig: { maxAttempts: 30, minBackoffSeconds: 30, maxBackoffSeconds: 3600, maxDoublings: 7 },
    rateLimits: { maxConcurrentDispatches: 4, maxDispatchesPerSecond: 4 },
    // Each may read as many documents as the memory holds.
    concurrency: 1,
    maxInstances: 4,
  },
  ({ data }) =>
    withoutContents(async () => {
      const task = payload.safeParse(data);
      if (!task.success) {
        logger.error('erasure task without a receipt: only these functions may queue tasks');
        return;
      }
      const erasure = await findErasure(database(), task.data.receipt);
      if (erasure === null) return;
      const driver = {
        ...personalStores(),
        sql: database(),
        firestore: firestore(firestoreDatabase.value()),
        now: new Date(),
        timeoutSeconds: ERASURE_FUNCTION.timeoutSeconds,
        enqueue: enqueueErasure,
      };
      const { outcome, steps } = await driveErasure(driver, erasure);
      logger.info('erasure', { receipt: erasure.receipt, outcome, steps });
      // The kind of its error is recorded and logged; its message may quote what is being erased.
      if (outcome === 'failed')
        throw new Error('A step of the erasure failed: the log entry before this one says which');
    }),
);
