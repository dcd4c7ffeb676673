import type { Redis } from '@upstash/redis';
import type { OptionalRedis } from '../../../functions/src/platform/redis.ts';
import { insistOn, scanKeys } from '../../../functions/src/platform/scanKeys.ts';
import type { Cell } from './cell.ts';

/** Yields every key with its value. @throws RedisUnreachable */
export async function* readRedis(optional: OptionalRedis): AsyncGenerator<Cell> {
  for await (const keys of scanKeys(optional)) {
    for (const key of new Set(keys)) {
      yield { store: 'Redis', place: key, column: 'key', text: key };
      yield { store: 'Redis', place: key, column: 'value', text: await valueOf(optional, key) };
    }
  }
}

function valueOf(optional: OptionalRedis, key: string): Promise<string> {
  return insistOn(optional, async (redis) => {
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
