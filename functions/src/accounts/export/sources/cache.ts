import { RedisUnreachable, scanKeys } from '../../../platform/scanKeys.ts';
import type { DataFile, ExportContext } from '../dataFile.ts';

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
  try {
    for await (const keys of scanKeys(redis, pattern.replaceAll(/[?[\]\\^]/g, '\\$&'))) yield* keys;
  } catch (error) {
    // Redis is down: what it holds is gone within a day anyway.
    if (!(error instanceof RedisUnreachable)) throw error;
  }
}
