import { onTaskDispatched } from 'firebase-functions/tasks';
import { z } from 'zod';
import { cloudinaryUrl, databaseUrl, firestoreDatabase, redisToken } from '../platform/config.ts';
import { deployedAs } from '../platform/deployment.ts';
import { firestore } from '../platform/firestore.ts';
import { logger } from '../platform/logger.ts';
import { database, redactError } from '../platform/postgres.ts';
import { withoutContents } from '../platform/withoutContents.ts';
import { BUILD_SECONDS, recordFailure, runExport } from './export/runExport.ts';
import { findAccount } from './findAccount.ts';
import { personalStores } from './personalStores.ts';

const taskSchema = z.object({ exportId: z.uuid() });

const MAX_ATTEMPTS = 5;

/** Builds one person's archive. A build that fails or is killed starts again, five times in all. */
export const buildExport = onTaskDispatched(
  {
    ...deployedAs('exports'),
    secrets: [databaseUrl, redisToken, cloudinaryUrl],
    retryConfig: { maxAttempts: MAX_ATTEMPTS, minBackoffSeconds: 30, maxBackoffSeconds: 600 },
    rateLimits: { maxConcurrentDispatches: 4 },
    // A build holds buffers and a few connections.
    concurrency: 1,
    maxInstances: 4,
    cpu: 1,
    memory: '512MiB',
    timeoutSeconds: BUILD_SECONDS,
  },
  async ({ data, retryCount }) => {
    const { exportId } = taskSchema.parse(data);
    await withoutContents(() => buildOrRecord(exportId, retryCount + 1 >= MAX_ATTEMPTS));
  },
);

async function buildOrRecord(exportId: string, isLastAttempt: boolean): Promise<void> {
  const started = Date.now();
  try {
    const stores = personalStores();
    const bucket = await stores.bucket();
    if (bucket === null) throw new Error('MEDIA_BACKUP_BUCKET is empty: set it to a bucket for archives');
    const outcome = await runExport(
      {
        sql: database(),
        firestore: firestore(firestoreDatabase.value()),
        redis: stores.redis(),
        cloudinary: stores.cloudinary(),
        bucket,
        account: findAccount,
      },
      exportId,
    );
    logger.info('export', { exportId, outcome, milliseconds: Date.now() - started });
  } catch (error) {
    logger.error('export failed', { exportId, ...redactError(error) });
    if (isLastAttempt) await recordFailure(database(), exportId, error, new Date());
    throw error;
  }
}
