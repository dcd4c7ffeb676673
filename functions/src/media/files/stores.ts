import { logger } from '../../platform/logger.ts';
import { Invalidator, mediaTag } from '../../platform/cache.ts';
import { cloudinary, type Cloudinary } from '../../platform/cloudinary.ts';
import { BACKUPS_TOPIC } from '../../platform/config.ts';
import { publish } from '../../platform/pubsub.ts';
import { redis } from '../../platform/redis.ts';
import { backups, type Bucket } from '../../platform/storage.ts';

/** What media stand on besides Postgres; tests and tools bring their own. */
export interface Stores {
  cloudinary: Cloudinary;
  /** The bucket with the copies; null when there is none. */
  bucket: () => Promise<Bucket | null>;
  /** Has a file copied. Rejects never: the sweep asks again for whatever was not copied. */
  requestBackup: (mediaId: string) => Promise<void>;
  /** Ends the cached answers about a file. */
  forget: (mediaId: string) => Promise<void>;
}

let invalidator: Invalidator | undefined;

/** Those of this instance. @throws DomainError `not-ready` when there is no Cloudinary account. */
export function stores(): Stores {
  return {
    cloudinary: cloudinary(),
    bucket: backups,
    requestBackup: async (mediaId) => {
      try {
        await publish(BACKUPS_TOPIC, Buffer.from(JSON.stringify({ mediaId })));
      } catch (error) {
        logger.warn('a backup could not be requested', { mediaId, error: String(error) });
      }
    },
    forget: (mediaId) => (invalidator ??= new Invalidator(redis())).touch([mediaTag(mediaId)]),
  };
}
