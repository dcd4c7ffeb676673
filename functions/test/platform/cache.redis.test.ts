import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from '@upstash/redis';
import { z } from 'zod';
import { redisBackends, startRedis, type RedisEndpoint } from '../../../scripts/local/redis/redis.ts';
import { Invalidator, personTag } from '../../src/platform/cache.ts';
import { call, type CallableDefinition, type Dependencies } from '../../src/platform/callable.ts';
import type { OptionalRedis } from '../../src/platform/redis.ts';
import type { Sql } from '../../src/platform/postgres.ts';
import { RETRY_DELAY_MS, TIMEOUT_MS } from '../../src/platform/redis.ts';
import { withoutRows } from '../support/dependencies.ts';
import { RedisProxy } from '../support/redisProxy.ts';
import { memberToken, UNCHECKED, type Claims } from '../../../scripts/lib/callContext.ts';
import { POLICY } from '../../src/platform/identity/policy.ts';

interface Input {
  limit: number;
  people: string[];
}

interface Answer {
  people: string[];
  /** How many answers have been computed so far. */
  made: number;
}

for (const backend of await redisBackends()) {
  describe(`cached answers and rate limits, on ${backend} Redis`, () => {
    const undos: (() => Promise<void>)[] = [];
    let endpoint: RedisEndpoint;
    let direct: Redis;
    let proxy: RedisProxy;
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
      proxy = await RedisProxy.to(endpoint);
      redis = proxy.redis();
      made = 0;
      whileMaking = () => Promise.resolve();
    });
    afterEach(() => proxy.stop());

    const definition: CallableDefinition<Input, Answer> = {
      name: 'whoIsWho',
      description: 'Says who is who.',
      output: z.strictObject({ people: z.array(z.string()), made: z.int() }),
      errors: [],
      access: POLICY.similarStudents,
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
      sql: () => withoutRows,
      now: () => new Date(),
      ...UNCHECKED,
    };

    const ask = (
      uid: string,
      data: unknown = {},
      changes: Partial<typeof definition> = {},
    ): Promise<Answer> =>
      call({ ...definition, ...changes }, { token: memberToken(uid), data }, dependencies);

    const touch = (...ids: string[]): Promise<void> => new Invalidator(redis).touch(ids.map(personTag));

    it('takes one request for a hit, two for a miss, and one to touch many tags', async () => {
      assert.deepEqual(await ask('eve'), { people: ['ada', 'bob'], made: 1 });
      assert.equal(proxy.requests.length, 2);
      assert.deepEqual(await ask('eve'), { people: ['ada', 'bob'], made: 1 });
      assert.equal(proxy.requests.length, 3);
      await touch(...Array.from({ length: 700 }, (_, index) => `u${String(index)}`));
      assert.equal(proxy.requests.length, 4);
    });

    it('caches answers by user and input, in any order of its fields', async () => {
      const first = await ask('eve', { limit: 2, people: ['ada'] });
      assert.deepEqual(await ask('eve', { people: ['ada'], limit: 2 }), first);
      assert.equal((await ask('eve', { limit: 2, people: ['bob'] })).made, 2);
      assert.equal((await ask('mallory', { limit: 2, people: ['ada'] })).made, 3);
    });

    it('gives nobody an answer that they got with other rights', async () => {
      const privileged = {
        ...definition,
        access: POLICY.engagementForecast,
        rateLimit: { calls: 99, seconds: 60 },
      };
      const asWith = (claims: Claims): Promise<Answer> =>
        call(privileged, { token: memberToken('eve', claims), data: {} }, dependencies);
      const rights = [
        { role: 'admin' },
        { role: 'faculty', departments: ['Law', 'Physics'] },
        { role: 'faculty', departments: ['Physics'] },
        { role: 'faculty' },
        { role: 'student' },
      ];
      for (const [index, claims] of rights.entries()) assert.equal((await asWith(claims)).made, index + 1);
      for (const [index, claims] of rights.entries())
        assert.equal((await asWith(claims)).made, index + 1, 'their own answer is still cached');
    });

    it('gives nobody a privileged answer that is not on record, cached or not', async () => {
      let rows = 0;
      let isDown = false;
      const sql = (() => {
        if (isDown) return Promise.reject(new Error('no row'));
        rows += 1;
        return Promise.resolve([]);
      }) as unknown as Sql;
      const askAs = (role: string): Promise<Answer> => {
        const asked = { ...definition, access: POLICY.engagementForecast };
        return call(
          asked,
          { token: memberToken('eve', { role }), data: {} },
          { ...dependencies, sql: () => sql },
        );
      };
      assert.equal((await askAs('admin')).made, 1);
      assert.equal((await askAs('admin')).made, 1, 'from the cache');
      assert.equal(rows, 2);
      isDown = true;
      await assert.rejects(askAs('admin'), { code: 'internal' });
      assert.equal((await askAs('student')).made, 2, 'members are not recorded');
    });

    it('computes an answer anew once a person in it or the caller was touched, and only then', async () => {
      for (const [index, who] of ['ada', 'bob', 'eve'].entries()) {
        await ask('eve');
        await touch('carol');
        assert.equal((await ask('eve')).made, index + 1);
        await touch(who);
        assert.equal((await ask('eve', {}, { rateLimit: { calls: 99, seconds: 60 } })).made, index + 2);
        await direct.del('calls:whoIsWho:eve');
      }
    });

    it('never uses an answer whose rows changed while it was computed', async () => {
      whileMaking = () => touch('ada');
      await ask('eve');
      whileMaking = () => Promise.resolve();
      assert.equal((await ask('eve')).made, 2);
      assert.equal((await ask('eve')).made, 2);
    });

    it('lets everything expire except the stamps of touched tags', async () => {
      await ask('eve', {}, { cache: { ...definition.cache!, seconds: 60 } });
      await touch('ada');
      const keys = await direct.keys('*');
      assert.deepEqual(keys.map((key) => key.split(':')[0]).sort(), ['answer', 'calls', 'touched']);
      for (const key of keys.filter((other) => other !== 'touched')) {
        const ttl = await direct.ttl(key);
        assert.ok(ttl > 0 && ttl <= 60, `${key} ${String(ttl)}`);
      }
    });

    it('drops the stamps when there are 100,000 of them, and with them every answer', async () => {
      await ask('eve');
      for (let start = 0; start < 100_000; start += 10_000) {
        const many = Array.from({ length: 10_000 }, (_, index) => [`t${String(start + index)}`, 1]);
        await direct.hset('touched', Object.fromEntries(many) as Record<string, number>);
      }
      // The embedded Redis takes longer for this than a client waits.
      await new Invalidator(proxy.redis()).touch([personTag('carol')]);
      assert.equal(await direct.hlen('touched'), 3);
      assert.equal((await ask('eve')).made, 2);
      assert.equal((await ask('eve')).made, 2);
    });

    it('uses no answer after the stamps were lost', async () => {
      await touch('carol');
      await ask('eve');
      await direct.del('touched');
      assert.equal((await ask('eve')).made, 2);
    });

    it('computes an answer anew once it has expired', async () => {
      await ask('eve', {}, { cache: { ...definition.cache!, seconds: 1 } });
      await sleep(1200);
      assert.equal((await ask('eve')).made, 2);
    });

    it('treats an unreadable entry as a miss', async () => {
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

    it('does not cache an answer of more than 100 KB', async () => {
      await ask('eve', { people: ['x'.repeat(60_000)] });
      assert.equal((await direct.keys('answer:*')).length, 1);
      await ask(
        'eve',
        { people: ['a'] },
        { handle: () => Promise.resolve({ people: ['x'.repeat(100_000)], made }) },
      );
      assert.equal((await direct.keys('answer:*')).length, 1);
    });

    it('limits the calls of each user in a window, and says how long to wait', async () => {
      const limited = { rateLimit: { calls: 2, seconds: 1 } };
      await ask('eve', {}, limited);
      await ask('eve', {}, limited);
      await assert.rejects(ask('eve', {}, limited), {
        code: 'resource-exhausted',
        message: 'Too many calls: try again in 1 second.',
        details: { reason: 'too-many-calls', retryAfterSeconds: 1, limitOf: 'person' },
      });
      assert.equal(made, 1);
      await ask('mallory', {}, limited);
      await sleep(1100);
      await ask('eve', {}, limited);
    });

    it('counts the calls of a callable without a cache, in one request each', async () => {
      const uncached = { ...definition };
      delete uncached.cache;
      const request = { token: memberToken('eve'), data: {} };
      for (let index = 1; index <= 5; index += 1) {
        assert.equal((await call(uncached, request, dependencies)).made, index);
      }
      assert.equal(proxy.requests.length, 5);
      await assert.rejects(call(uncached, request, dependencies), { code: 'resource-exhausted' });
    });

    it('touches every answer when there are too many tags to touch', async () => {
      await ask('eve');
      await touch(...Array.from({ length: 2001 }, (_, index) => `u${String(index)}`));
      assert.equal((await ask('eve')).made, 2);
    });

    describe('when Redis fails', () => {
      beforeEach(() => {
        redis = proxy.redis(TIMEOUT_MS);
      });

      const timed = async (): Promise<number> => {
        const started = performance.now();
        await ask('eve');
        return performance.now() - started;
      };

      /** A real server can be made to run out of memory; for the embedded one the proxy pretends. */
      const full = async (on: boolean): Promise<void> => {
        if (backend === 'embedded') {
          proxy.behaviour = on ? 'full' : 'normal';
          return;
        }
        const response = await fetch(endpoint.url, {
          method: 'POST',
          headers: { authorization: `Bearer ${endpoint.token}` },
          body: JSON.stringify(['config', 'set', 'maxmemory', on ? 1 : 0]),
        });
        assert.equal(response.status, 200);
      };

      it('answers at once, without counting, while it is stopped', async () => {
        await proxy.stop();
        const times = [];
        for (let index = 0; index < 8; index += 1) times.push(await timed());
        assert.equal(made, 8);
        const total = times.reduce((sum, time) => sum + time);
        assert.ok(total < 4 * TIMEOUT_MS, `${times.join(' ')} ms`);
      });

      it('waits for the timeout once, and then not at all, while it is silent', async () => {
        await ask('eve');
        proxy.behaviour = 'silent';
        const first = await timed();
        assert.ok(first >= TIMEOUT_MS - 20 && first < 4 * TIMEOUT_MS, `${String(first)} ms`);
        const requests = proxy.requests.length;
        for (let index = 0; index < 8; index += 1) assert.ok((await timed()) < TIMEOUT_MS);
        assert.equal(made, 10);
        assert.equal(proxy.requests.length, requests, 'no command is sent');
      });

      it('answers without the cache while it is out of memory', async () => {
        await ask('eve');
        await full(true);
        for (let index = 0; index < 8; index += 1) assert.ok((await timed()) < TIMEOUT_MS);
        assert.equal(made, 9);
        await full(false);
      });

      it('probes it after five seconds with one call at a time, and uses it again when it answers', async () => {
        const realNow = Date.now;
        try {
          proxy.behaviour = 'silent';
          await ask('eve');
          const later = realNow() + RETRY_DELAY_MS;
          Date.now = () => later;
          const times = await Promise.all([timed(), timed(), timed()]);
          assert.equal(times.filter((time) => time >= TIMEOUT_MS - 20).length, 1, `${times.join(' ')} ms`);
          assert.equal(proxy.requests.length, 2);
          proxy.behaviour = 'normal';
          Date.now = () => later + RETRY_DELAY_MS;
          await ask('eve');
          const before = made;
          await ask('eve');
          assert.equal(made, before, 'from the cache');
        } finally {
          Date.now = realNow;
        }
      });

      it('keeps the tags to touch until it answers again', async () => {
        await ask('eve');
        const invalidator = new Invalidator(redis);
        const realNow = Date.now;
        try {
          await full(true);
          await invalidator.touch([personTag('ada')]);
          await full(false);
          const later = realNow() + RETRY_DELAY_MS;
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
