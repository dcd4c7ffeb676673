import { cloudinaryUrl, databaseUrl, redisToken } from '../../platform/config.ts';
import { deployedAs } from '../../platform/deployment.ts';

/** Options of every function that uses Cloudinary. */
export const MEDIA_FUNCTION = {
  ...deployedAs('media'),
  secrets: [databaseUrl, redisToken, cloudinaryUrl],
};
