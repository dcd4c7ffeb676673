import type { Redis } from '@upstash/redis';
import type { DataFile, ExportContext } from '../dataFile.ts';

const SCAN_COUNT = 1000;

/** What Redis keeps for hours at most. Answers are not repeated: what they are made of is in the archive, but for others. */
export const CACHE_FILE: DataFile = {
  name: 'data/redis.json',
  covers: ['Redis calls:{callable}:{uid}', 'Redis answer:{revision}:{callable}:{uid}:{input}'],
  holds: 'which functions you called in the last day, how often, and which answers are kept for an hour',
  async *records(context) {
    const { uid } = context;
    for await (const key of keysOf(context, `calls:*:${uid}`)) {
      // An id may have colons itself.
      if (key.split(':').slice(2).join(':') !== uid) continue;
      const calls = await context.redis.ask((client) => client.get(key));
      yield { kind: 'calls', callable: key.split(':')[1], calls: Number(calls ?? 0) };
    }
    for await (const key of keysOf(context, `answer:*:${uid}:*`)) {
      if (key.split(':').slice(3, -1).join(':') !== uid) continue;
      yield { kind: 'answer', callable: key.split(':')[2] };
    }
  },
};

async function* keysOf({ redis }: ExportContext, pattern: string): AsyncGenerator<string> {
  if (!redis.configured) return;
  for (let cursor = '0'; ;) {
    const page = await redis.ask((client) => scan(client, cursor, pattern));
    // Redis is down: what it holds is gone within a day anyway.
    if (page === undefined) return;
    yield* page[1];
    [cursor] = page;
    if (cursor === '0') return;
  }
}

function scan(client: Redis, cursor: string, pattern: string): Promise<[string, string[]]> {
  const match = pattern.replaceAll(/[?[\]\\^]/g, '\\$&');
  return client.scan(cursor, { match, count: SCAN_COUNT });
}
