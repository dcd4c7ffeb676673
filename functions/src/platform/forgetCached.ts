import type { Redis } from '@upstash/redis';
import type { OptionalRedis } from './redis.ts';

/** Keys that one step of a scan looks at. */
const SCANNED_KEYS = 500;

/** Values read at a time: each has up to 100,000 bytes, and a command little time. */
const READ_VALUES = 10;

/** Redis did not answer. */
class RedisUnreachable extends Error {
  override readonly name = 'RedisUnreachable';

  constructor() {
    super('Redis does not answer: try again');
  }
}

/**
 * Deletes every cached answer and every count that names somebody, in its key or in its value; of others, too.
 *
 * @param names whether a text names them
 * @returns how many keys; 0 where there is no Redis
 * @throws RedisUnreachable
 */
export async function forgetCached(redis: OptionalRedis, names: (text: string) => boolean): Promise<number> {
  if (!redis.configured) return 0;
  let deleted = 0;
  let cursor = '0';
  do {
    const page: [string, string[]] = await ask(redis, (client) =>
      client.scan(cursor, { count: SCANNED_KEYS }),
    );
    cursor = page[0];
    deleted += await forgetKeys(redis, page[1], names);
  } while (cursor !== '0');
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
    const values = await ask(redis, (client) => client.mget<(string | null)[]>(...read));
    naming.push(...read.filter((_, index) => names(values[index] ?? '')));
  }
  if (naming.length === 0) return 0;
  return ask(redis, (client) => client.del(...naming));
}

/** Unlike for a cache, an answer that is missing counts. @throws RedisUnreachable */
async function ask<Answer>(
  redis: OptionalRedis,
  command: (client: Redis) => Promise<Answer>,
): Promise<Answer> {
  const answer = await redis.ask(command);
  if (answer === undefined) throw new RedisUnreachable();
  return answer;
}
