import { Invalidator } from '../../platform/cache.ts';
import { logger } from '../../platform/logger.ts';
import { isUnavailable } from '../../platform/databaseErrors.ts';
import { database, redactError } from '../../platform/postgres.ts';
import { redis } from '../../platform/redis.ts';
import { cacheTagsOf } from './cacheTags.ts';
import type { PreparedChange } from './prepareChange.ts';

let invalidator: Invalidator | undefined;

/**
 * Reads the cache tags that each change of a batch invalidates, before it is written. Without Redis there are none.
 *
 * @throws what Postgres threw if it cannot be reached: the batch could not be written either
 */
export async function readCacheTags(batch: PreparedChange[]): Promise<Map<PreparedChange, string[]>> {
  if (!redis().configured) return new Map();
  try {
    return await cacheTagsOf(database(), batch);
  } catch (error) {
    if (isUnavailable(error)) throw error;
    // Cached answers expire within the hour. If Postgres rejects the batch itself, writing it will tell.
    logger.warn('cache tags could not be read', { error: redactError(error) });
    return new Map();
  }
}

/** Invalidates the cached answers with these tags. */
export async function invalidateCache(tags: Iterable<string>): Promise<void> {
  await (invalidator ??= new Invalidator(redis())).touch(tags);
}
