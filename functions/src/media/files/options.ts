import { cloudinaryUrl, databaseUrl, redisToken } from '../../platform/config.ts';

/** The secrets of a function that works with media. */
export const MEDIA_SECRETS = [databaseUrl, redisToken, cloudinaryUrl];
