import { onMessagePublished } from 'firebase-functions/pubsub';
import { z } from 'zod';
import { BACKUPS_TOPIC } from '../platform/config.ts';
import { logger } from '../platform/logger.ts';
import { database } from '../platform/postgres.ts';
import { withoutContents } from '../platform/withoutContents.ts';
import { backUpFile } from './backup/backUpFile.ts';
import { MEDIA_FUNCTION } from './files/mediaFunction.ts';
import { mediaStores } from './files/mediaStores.ts';

const messageSchema = z.object({ mediaId: z.uuid() });

/**
 * Copies one ready file to the backup bucket. When a store is down it throws, and Pub/Sub redelivers the message
 * for up to a day; after that, `recoverMedia` requests the backup again.
 */
export const backupMedia = onMessagePublished(
  {
    ...MEDIA_FUNCTION,
    topic: BACKUPS_TOPIC,
    retry: true,
    // Each copy takes about 20 MB of memory.
    concurrency: 4,
    maxInstances: 4,
    cpu: 1,
    memory: '512MiB',
    timeoutSeconds: 540,
  },
  async ({ data }) => {
    const message = messageSchema.safeParse(data.message.json);
    if (!message.success) {
      logger.error('backup message without mediaId: only these functions may publish to the topic');
      return;
    }
    const { mediaId } = message.data;
    const started = Date.now();
    await withoutContents(async () => {
      const outcome = await backUpFile(database(), mediaStores(), mediaId);
      logger.info('backup', { mediaId, outcome, milliseconds: Date.now() - started });
    });
  },
);
