import { cloudinaryUrl, databaseUrl, erasureKey, redisToken } from '../../platform/config.ts';
import { deployedAs } from '../../platform/deployment.ts';

/** Options of every function that uses Cloudinary. */
export const MEDIA_FUNCTION = {
  ...deployedAs('media'),
  secrets: [databaseUrl, redisToken, cloudinaryUrl],
};

/** The same for callables, which have to know who is erased. */
export const MEDIA_CALLABLE = { ...MEDIA_FUNCTION, secrets: [...MEDIA_FUNCTION.secrets, erasureKey] };
