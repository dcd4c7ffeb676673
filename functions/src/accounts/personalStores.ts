import { isCloudinaryConfigured } from '../platform/cloudinary/account.ts';
import { cloudinary } from '../platform/cloudinary/cloudinary.ts';
import { patientRedis } from '../platform/redis.ts';
import { backups } from '../platform/storage.ts';
import type { ErasureContext } from './erasure/step.ts';

/** The stores of this instance that hold what is people's, besides Postgres and Firestore. */
export function personalStores(): Pick<ErasureContext, 'cloudinary' | 'bucket' | 'redis'> {
  return {
    cloudinary: () => (isCloudinaryConfigured() ? cloudinary() : null),
    bucket: backups,
    redis: patientRedis,
  };
}
