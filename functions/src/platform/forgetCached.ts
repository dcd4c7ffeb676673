import type { OptionalRedis } from './redis.ts';
import { insistOn, scanKeys } from './scanKeys.ts';

/** Values read at a time: each has up to 100,000 bytes, and a command little time. */
const READ_VALUES = 10;

/**
 * Deletes every cached answer and every count that names somebody, in its key or in its value; of others, too.
 *
 * @param names whether a text names them
 * @returns how many keys; 0 where there is no Redis
 * @throws RedisUnreachable
 */
export async function forgetCached(redis: OptionalRedis, names: (text: string) => boolean): Promise<number> {
  let deleted = 0;
  for await (const keys of scanKeys(redis)) deleted += await forgetKeys(redis, keys, names);
  return deleted;
}

async function forgetKeys(
  redis: OptionalRedis,
  keys: readonly string[],
  names: (text: string) => boolean,
): Promise<number> {
  const naming = keys.filter(names);
  const answers = keys.filter((key) => key.startsWith('answer:') && !naming.includes(key));
  for (let start = 0; start < answers.length; start += READ_VALUES) {
    const read = answers.slice(start, start + READ_VALUES);
    const values = await insistOn(redis, (client) => client.mget<(string | null)[]>(...read));
    naming.push(...read.filter((_, index) => names(values[index] ?? '')));
  }
  if (naming.length === 0) return 0;
  return insistOn(redis, (client) => client.del(...naming));
}
