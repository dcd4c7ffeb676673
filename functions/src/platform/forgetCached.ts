import type { OptionalRedis } from './redis.ts';
import { insistOn, scanKeys } from './scanKeys.ts';

/** Values read at a time: each has up to 100,000 bytes, and a command little time. */
const READ_VALUES = 10;

/**
 * Deletes every cached answer and every count of which the key or the value says that it must go; of anybody.
 *
 * @param isGone whether a key or a value says so
 * @returns how many keys; 0 where there is no Redis
 * @throws RedisUnreachable
 */
export async function forgetCached(redis: OptionalRedis, isGone: (text: string) => boolean): Promise<number> {
  let deleted = 0;
  for await (const keys of scanKeys(redis)) deleted += await forgetKeys(redis, keys, isGone);
  return deleted;
}

async function forgetKeys(
  redis: OptionalRedis,
  keys: readonly string[],
  isGone: (text: string) => boolean,
): Promise<number> {
  const gone = keys.filter(isGone);
  const answers = keys.filter((key) => key.startsWith('answer:') && !gone.includes(key));
  for (let start = 0; start < answers.length; start += READ_VALUES) {
    const read = answers.slice(start, start + READ_VALUES);
    const values = await insistOn(redis, (client) => client.mget<(string | null)[]>(...read));
    gone.push(...read.filter((_, index) => isGone(values[index] ?? '')));
  }
  if (gone.length === 0) return 0;
  return insistOn(redis, (client) => client.del(...gone));
}
