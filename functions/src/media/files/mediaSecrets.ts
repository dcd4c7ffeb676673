import { cloudinaryUrl, databaseUrl, redisToken } from '../../platform/config.ts';

/** Secrets that every media function needs. */
export const MEDIA_SECRETS = [databaseUrl, redisToken, cloudinaryUrl];
