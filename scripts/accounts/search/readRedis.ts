import type { Redis } from '@upstash/redis';
import type { OptionalRedis } from '../../../functions/src/platform/redis.ts';
import type { Cell } from './cell.ts';

/** Keys that a scan looks at, and values read, at a time. */
const PAGE_SIZE = 200;

/** Yields every key with its value. @throws Error when Redis does not answer */
export async function* readRedis(optional: OptionalRedis): AsyncGenerator<Cell> {
  if (!optional.configured) return;
  let cursor = '0';
  do {
    const [next, keys] = await answer(optional, (redis) => redis.scan(cursor, { count: PAGE_SIZE }));
    for (const key of new Set(keys)) {
      yield { store: 'Redis', place: key, column: 'key', text: key };
      yield { store: 'Redis', place: key, column: 'value', text: await valueOf(optional, key) };
    }
    cursor = next;
  } while (cursor !== '0');
}

function valueOf(optional: OptionalRedis, key: string): Promise<string> {
  return answer(optional, async (redis) => {
    const value = await readers[await redis.type(key)]?.(redis, key);
    return typeof value === 'string' ? value : JSON.stringify(value ?? '');
  });
}

const readers: Partial<Record<string, (redis: Redis, key: string) => Promise<unknown>>> = {
  string: (redis, key) => redis.get(key),
  hash: (redis, key) => redis.hgetall(key),
  list: (redis, key) => redis.lrange(key, 0, -1),
  set: (redis, key) => redis.smembers(key),
  zset: (redis, key) => redis.zrange(key, 0, -1),
};

async function answer<Result>(
  optional: OptionalRedis,
  command: (redis: Redis) => Promise<Result>,
): Promise<Result> {
  const answered = await optional.ask(command);
  if (answered === undefined) {
    throw new Error('Redis does not answer, so nobody knows what it holds: try again when it does.');
  }
  return answered;
}
