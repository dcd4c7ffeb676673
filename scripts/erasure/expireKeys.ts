import type { OptionalRedis } from '../../functions/src/platform/redis.ts';

const PAGE_SIZE = 200;

/** Deletes the keys that will have expired after so many seconds, for erasures whose clock is injected. */
export async function expireKeys(optional: OptionalRedis, seconds: number): Promise<void> {
  await optional.ask(async (redis) => {
    let cursor = '0';
    do {
      const [next, keys] = await redis.scan(cursor, { count: PAGE_SIZE });
      for (const key of keys) {
        const remaining = await redis.ttl(key);
        if (remaining >= 0 && remaining <= seconds) await redis.del(key);
      }
      cursor = next;
    } while (cursor !== '0');
    return true;
  });
}
