import { Invalidator } from '../../platform/cache.ts';
import { cloudinary, type Cloudinary } from '../../platform/cloudinary/cloudinary.ts';
import { BACKUPS_TOPIC, CARDS_TOPIC } from '../../platform/config.ts';
import { publishRequest } from '../../platform/pubsub.ts';
import { redis } from '../../platform/redis.ts';
import { backups, type Bucket } from '../../platform/storage.ts';

/** What media functions depend on besides Postgres; tests and commands pass their own. */
export interface MediaStores {
  cloudinary: Cloudinary;
  /** The backup bucket; null when backups are disabled. */
  bucket: () => Promise<Bucket | null>;
  /** Queues a backup. Never rejects: `recoverMedia` queues missing backups again. */
  requestBackup: (mediaId: string) => Promise<void>;
  /** Asks for a person's card to show the profile pictures there are now. Never rejects: `checkCards` mends cards. */
  requestCard: (userId: string) => Promise<void>;
  /** Invalidates the cached answers with these tags; see mediaCacheTags.ts. */
  invalidate: (tags: string[]) => Promise<void>;
}

let invalidator: Invalidator | undefined;

/** This instance's stores. @throws DomainError `not-ready` without a Cloudinary account. */
export function mediaStores(): MediaStores {
  return {
    cloudinary: cloudinary(),
    bucket: backups,
    requestBackup: (mediaId) => publishRequest(BACKUPS_TOPIC, { mediaId }),
    requestCard: (userId) => publishRequest(CARDS_TOPIC, { userId }),
    invalidate: (tags) => (invalidator ??= new Invalidator(redis())).touch(tags),
  };
}
