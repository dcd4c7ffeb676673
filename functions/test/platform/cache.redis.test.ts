import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from '@upstash/redis';
import { z } from 'zod';
import { redisBackends, startRedis, type RedisEndpoint } from '../../../scripts/local/redis/redis.ts';
import { Invalidator, personTag } from '../../src/platform/cache.ts';
import { call, type CallableDefinition, type Dependencies } from '../../src/platform/callable.ts';
import type { OptionalRedis } from '../../src/platform/redis.ts';
import { REST_MS, TIMEOUT_MS } from '../../src/platform/redis.ts';
import type { Sql } from '../../src/platform/postgres.ts';
import { RedisFront } from '../support/redisFront.ts';
import { billsNoRead } from '../support/dependencies.ts';

interface Input {
  limit: number;
  people: string[];
}

interface Answer {
  people: string[];
  /** How often the answer was made. */
  made: number;
}

for (const backend of await redisBackends()) {
  describe(`answers and counts in Redis, on ${backend}`, () => {
    const undos: (() => Promise<void>)[] = [];
    let endpoint: RedisEndpoint;
    let direct: Redis;
    let front: RedisFront;
    let redis: OptionalRedis;
    let made = 0;
    let whileMaking: () => Promise<void>;

    before(async () => {
      endpoint = await startRedis((undo) => undos.push(undo), { backend });
      direct = new Redis({ ...endpoint, enableTelemetry: false, automaticDeserialization: false });
    });
    after(async () => {
      for (const undo of undos.reverse()) await undo();
    });
    beforeEach(async () => {
      await direct.flushall();
      front = await RedisFront.before(endpoint);
      redis = front.redis();
      made = 0;
      whileMaking = () => Promise.resolve();
    });
    afterEach(() => front.stop());

    const definition: CallableDefinition<Input, Answer> = {
      name: 'whoIsWho',
      allow: 'signed-in',
      input: z.strictObject({
        limit: z.int().default(3),
        people: z.array(z.string()).default(['ada', 'bob']),
      }),
      rateLimit: { calls: 5, seconds: 60 },
      cache: { seconds: 3600, tags: ({ people }, { uid }) => [uid, ...people].map(personTag) },
      async handle(_context, { people }) {
        made += 1;
        await whileMaking();
        return { people, made };
      },
    };

    const dependencies: Dependencies = {
      redis: () => redis,
      sql: () => null as unknown as Sql,
      now: () => new Date(),
      ...billsNoRead,
    };

    const ask = (
      uid: string,
      data: unknown = {},
      changes: Partial<typeof definition> = {},
    ): Promise<Answer> => call({ ...definition, ...changes }, { uid, data }, dependencies);

    const touch = (...ids: string[]): Promise<void> => new Invalidator(redis).touch(ids.map(personTag));

    it('takes one request for a hit, two for a miss, and one to touch many', async () => {
      assert.deepEqual(await ask('eve'), { people: ['ada', 'bob'], made: 1 });
      assert.equal(front.requests.length, 2);
      assert.deepEqual(await ask('eve'), { people: ['ada', 'bob'], made: 1 });
      assert.equal(front.requests.length, 3);
      await touch(...Array.from({ length: 700 }, (_, index) => `u${String(index)}`));
      assert.equal(front.requests.length, 4);
    });

    it('keeps the answers of each user and each input apart, whatever the order of its fields', async () => {
      const first = await ask('eve', { limit: 2, people: ['ada'] });
      assert.deepEqual(await ask('eve', { people: ['ada'], limit: 2 }), first);
      assert.equal((await ask('eve', { limit: 2, people: ['bob'] })).made, 2);
      assert.equal((await ask('mallory', { limit: 2, people: ['ada'] })).made, 3);
    });

    it('makes an answer again once anybody in it, or the caller, was touched; and not for others', async () => {
      for (const [index, who] of ['ada', 'bob', 'eve'].entries()) {
        await ask('eve');
        await touch('carol');
        assert.equal((await ask('eve')).made, index + 1);
        await touch(who);
        assert.equal((await ask('eve', {}, { rateLimit: { calls: 99, seconds: 60 } })).made, index + 2);
        await direct.del('calls:whoIsWho:eve');
      }
    });

    it('never uses an answer made of rows that were changed while it was made', async () => {
      whileMaking = () => touch('ada');
      await ask('eve');
      whileMaking = () => Promise.resolve();
      assert.equal((await ask('eve')).made, 2);
      assert.equal((await ask('eve')).made, 2);
    });

    it('lets everything expire but the times of what was touched', async () => {
      await ask('eve', {}, { cache: { ...definition.cache!, seconds: 60 } });
      await touch('ada');
      const keys = await direct.keys('*');
      assert.deepEqual(keys.map((key) => key.split(':')[0]).sort(), ['answer', 'calls', 'touched']);
      for (const key of keys.filter((other) => other !== 'touched')) {
        const ttl = await direct.ttl(key);
        assert.ok(ttl > 0 && ttl <= 60, `${key} ${String(ttl)}`);
      }
    });

    it('forgets those times when there are 100,000, and with them every answer', async () => {
      await ask('eve');
      for (let start = 0; start < 100_000; start += 10_000) {
        const many = Array.from({ length: 10_000 }, (_, index) => [`t${String(start + index)}`, 1]);
        await direct.hset('touched', Object.fromEntries(many) as Record<string, number>);
      }
      // Embedded, this takes longer than an instance of a function waits.
      await new Invalidator(front.redis()).touch([personTag('carol')]);
      assert.equal(await direct.hlen('touched'), 3);
      assert.equal((await ask('eve')).made, 2);
      assert.equal((await ask('eve')).made, 2);
    });

    it('uses no answer when the times were lost', async () => {
      await touch('carol');
      await ask('eve');
      await direct.del('touched');
      assert.equal((await ask('eve')).made, 2);
    });

    it('answers anew once the answer has expired', async () => {
      await ask('eve', {}, { cache: { ...definition.cache!, seconds: 1 } });
      await sleep(1200);
      assert.equal((await ask('eve')).made, 2);
    });

    it('takes what it cannot read for no answer', async () => {
      await ask('eve');
      const [key = ''] = await direct.keys('answer:*');
      const stored = (await direct.get<string>(key)) ?? '';
      for (const [index, broken] of [stored.slice(0, -1), 'nonsense', '', '\n'].entries()) {
        await direct.set(key, broken);
        assert.equal(
          (await ask('eve', {}, { rateLimit: { calls: 99, seconds: 60 } })).made,
          index + 2,
          broken,
        );
      }
    });

    it('does not keep an answer of more than 100 KB', async () => {
      await ask('eve', { people: ['x'.repeat(60_000)] });
      assert.equal((await direct.keys('answer:*')).length, 1);
      await ask(
        'eve',
        { people: ['a'] },
        { handle: () => Promise.resolve({ people: ['x'.repeat(100_000)], made }) },
      );
      assert.equal((await direct.keys('answer:*')).length, 1);
    });

    it('refuses more calls than allowed in a window, for each user apart, and says for how long', async () => {
      const limited = { rateLimit: { calls: 2, seconds: 1 } };
      await ask('eve', {}, limited);
      await ask('eve', {}, limited);
      await assert.rejects(ask('eve', {}, limited), {
        code: 'resource-exhausted',
        message: 'too many calls: try again in 1 seconds',
        details: { retryAfterSeconds: 1 },
      });
      assert.equal(made, 1);
      await ask('mallory', {}, limited);
      await sleep(1100);
      await ask('eve', {}, limited);
    });

    it('counts the calls of a callable that keeps no answers, in one request each', async () => {
      const uncached = { ...definition };
      delete uncached.cache;
      const request = { uid: 'eve', data: {} };
      for (let index = 1; index <= 5; index += 1) {
        assert.equal((await call(uncached, request, dependencies)).made, index);
      }
      assert.equal(front.requests.length, 5);
      await assert.rejects(call(uncached, request, dependencies), { code: 'resource-exhausted' });
    });

    it('touches everything when there is too much to touch', async () => {
      await ask('eve');
      await touch(...Array.from({ length: 2001 }, (_, index) => `u${String(index)}`));
      assert.equal((await ask('eve')).made, 2);
    });

    describe('that fails', () => {
      const timed = async (): Promise<number> => {
        const started = performance.now();
        await ask('eve');
        return performance.now() - started;
      };

      /** A real server runs out of memory; the embedded one has no limit, so the front says so. */
      const full = async (on: boolean): Promise<void> => {
        if (backend === 'embedded') {
          front.behaviour = on ? 'full' : 'well';
          return;
        }
        const response = await fetch(endpoint.url, {
          method: 'POST',
          headers: { authorization: `Bearer ${endpoint.token}` },
          body: JSON.stringify(['config', 'set', 'maxmemory', on ? 1 : 0]),
        });
        assert.equal(response.status, 200);
      };

      it('stopped: answers come at once, uncounted', async () => {
        await front.stop();
        const times = [];
        for (let index = 0; index < 8; index += 1) times.push(await timed());
        assert.equal(made, 8);
        const total = times.reduce((sum, time) => sum + time);
        assert.ok(total < 4 * TIMEOUT_MS, `${times.join(' ')} ms`);
      });

      it('silent: the first call waits for the timeout, and later ones not at all', async () => {
        await ask('eve');
        front.behaviour = 'silent';
        const first = await timed();
        assert.ok(first >= TIMEOUT_MS - 20 && first < 4 * TIMEOUT_MS, `${String(first)} ms`);
        const requests = front.requests.length;
        for (let index = 0; index < 8; index += 1) assert.ok((await timed()) < TIMEOUT_MS);
        assert.equal(made, 10);
        assert.equal(front.requests.length, requests, 'left alone');
      });

      it('full: answers come, none of them from the cache', async () => {
        await ask('eve');
        await full(true);
        for (let index = 0; index < 8; index += 1) assert.ok((await timed()) < TIMEOUT_MS);
        assert.equal(made, 9);
        await full(false);
      });

      it('is tried again after five seconds by one call at a time, and used again when it answers', async () => {
        const realNow = Date.now;
        try {
          front.behaviour = 'silent';
          await ask('eve');
          const later = realNow() + REST_MS;
          Date.now = () => later;
          const times = await Promise.all([timed(), timed(), timed()]);
          assert.equal(times.filter((time) => time >= TIMEOUT_MS - 20).length, 1, `${times.join(' ')} ms`);
          assert.equal(front.requests.length, 2);
          front.behaviour = 'well';
          Date.now = () => later + REST_MS;
          await ask('eve');
          const before = made;
          await ask('eve');
          assert.equal(made, before, 'from the cache');
        } finally {
          Date.now = realNow;
        }
      });

      it('keeps what was to be touched, and touches it when it answers again', async () => {
        await ask('eve');
        const invalidator = new Invalidator(redis);
        const realNow = Date.now;
        try {
          await full(true);
          await invalidator.touch([personTag('ada')]);
          await full(false);
          const later = realNow() + REST_MS;
          Date.now = () => later;
          await invalidator.touch([]);
          assert.equal((await ask('eve')).made, 2);
        } finally {
          Date.now = realNow;
        }
      });
    });
  });
}
