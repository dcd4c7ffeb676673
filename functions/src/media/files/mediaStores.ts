import { logger } from '../../platform/logger.ts';
import { Invalidator } from '../../platform/cache.ts';
import { cloudinary, type Cloudinary } from '../../platform/cloudinary/cloudinary.ts';
import { BACKUPS_TOPIC } from '../../platform/config.ts';
import { publish } from '../../platform/pubsub.ts';
import { redis } from '../../platform/redis.ts';
import { backups, type Bucket } from '../../platform/storage.ts';

/** What media functions depend on besides Postgres; tests and commands pass their own. */
export interface MediaStores {
  cloudinary: Cloudinary;
  /** The backup bucket; null when backups are disabled. */
  bucket: () => Promise<Bucket | null>;
  /** Queues a backup. Never rejects: `recoverMedia` queues missing backups again. */
  requestBackup: (mediaId: string) => Promise<void>;
  /** Invalidates the cached answers with these tags; see mediaCacheTags.ts. */
  invalidate: (tags: string[]) => Promise<void>;
}

let invalidator: Invalidator | undefined;

/** This instance's stores. @throws DomainError `not-ready` without a Cloudinary account. */
export function mediaStores(): MediaStores {
  return {
    cloudinary: cloudinary(),
    bucket: backups,
    requestBackup: async (mediaId) => {
      try {
        await publish(BACKUPS_TOPIC, Buffer.from(JSON.stringify({ mediaId })));
      } catch (error) {
        logger.warn('backup request failed', { mediaId, error: String(error) });
      }
    },
    invalidate: (tags) => (invalidator ??= new Invalidator(redis())).touch(tags),
  };
}
