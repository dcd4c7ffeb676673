import type { Redis } from '@upstash/redis';
import type { OptionalRedis } from './redis.ts';

/** Keys that one step of a scan looks at. */
const SCANNED_KEYS = 500;

/** Redis did not answer, and nothing but its answer will do. */
export class RedisUnreachable extends Error {
  override readonly name = 'RedisUnreachable';

  constructor() {
    super('Redis does not answer, so nobody knows what it holds: try again when it does');
  }
}

/** Unlike for a cache, an answer that is missing counts. @throws RedisUnreachable */
export async function insistOn<Answer>(
  redis: OptionalRedis,
  command: (client: Redis) => Promise<Answer>,
): Promise<Answer> {
  const answer = await redis.ask(command);
  if (answer === undefined) throw new RedisUnreachable();
  return answer;
}

/**
 * The keys that match a pattern, all without one, in pages; some may come twice. None where there is no Redis.
 *
 * @throws RedisUnreachable
 */
export async function* scanKeys(redis: OptionalRedis, match = '*'): AsyncGenerator<string[]> {
  if (!redis.configured) return;
  let cursor = '0';
  do {
    const page: [string, string[]] = await insistOn(redis, (client) =>
      client.scan(cursor, { match, count: SCANNED_KEYS }),
    );
    cursor = page[0];
    yield page[1];
  } while (cursor !== '0');
}
