import { logger } from '../platform/logger.ts';
import { onMessagePublished } from 'firebase-functions/pubsub';
import { z } from 'zod';
import { BACKUPS_TOPIC, functionsRegion } from '../platform/config.ts';
import { database } from '../platform/postgres.ts';
import { backUp } from './files/backup.ts';
import { MEDIA_SECRETS } from './files/options.ts';
import { stores } from './files/stores.ts';

const message = z.object({ mediaId: z.uuid() });

/**
 * Copies one ready file to the backup bucket. When a store cannot be reached it throws, and the message comes
 * again; what Pub/Sub gives up after a day, the sweep asks for anew.
 */
export const backupMedia = onMessagePublished(
  {
    topic: BACKUPS_TOPIC,
    region: functionsRegion,
    retry: true,
    secrets: MEDIA_SECRETS,
    // Each copy holds some 20 MB.
    concurrency: 4,
    maxInstances: 4,
    cpu: 1,
    memory: '512MiB',
    timeoutSeconds: 540,
  },
  async ({ data }) => {
    const parsed = message.safeParse(data.message.json);
    if (!parsed.success) {
      logger.error('a message names no file: only the suite may publish to this topic');
      return;
    }
    const { mediaId } = parsed.data;
    const started = Date.now();
    const outcome = await backUp(database(), stores(), mediaId);
    logger.info('backup', { mediaId, outcome, milliseconds: Date.now() - started });
  },
);
