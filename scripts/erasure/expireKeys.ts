import type { OptionalRedis } from '../../functions/src/platform/redis.ts';
import { insistOn, scanKeys } from '../../functions/src/platform/scanKeys.ts';

/** Deletes the keys that will have expired after so many seconds, for erasures whose clock is injected. */
export async function expireKeys(redis: OptionalRedis, seconds: number): Promise<void> {
  for await (const keys of scanKeys(redis)) {
    for (const key of keys) {
      const remaining = await insistOn(redis, (client) => client.ttl(key));
      if (remaining >= 0 && remaining <= seconds) await insistOn(redis, (client) => client.del(key));
    }
  }
}
