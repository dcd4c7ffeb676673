import assert from 'node:assert/strict';
import { Redis } from '@upstash/redis';
import { redisBackends, startRedis, type RedisEndpoint } from '../../../../scripts/local/redis/redis.ts';
import type { ErasureContext } from '../../../src/accounts/erasure/step.ts';
import { redisStep } from '../../../src/accounts/erasure/steps/redis.ts';
import { answerKey, countAndLookUp, storeAnswer } from '../../../src/platform/cache.ts';
import { OptionalRedis } from '../../../src/platform/redis.ts';
import { RedisProxy } from '../../support/redisProxy.ts';

const ADA = { uid: 'ada', emails: ['ada@campus.example'], names: ['Ada Lovelace'], files: [] };

/** Several pages of a scan. */
const OTHERS = 1200;

for (const backend of await redisBackends()) {
  describe(`the Redis step of an erasure, on ${backend} Redis`, () => {
    const undos: (() => Promise<void>)[] = [];
    let endpoint: RedisEndpoint;
    let direct: Redis;
    let proxy: RedisProxy;
    let redis: OptionalRedis;

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
    });
    afterEach(() => proxy.stop());

    const erase = (from = redis) =>
      redisStep.run({ subject: ADA, redis: () => from } as unknown as ErasureContext);

    /** Has somebody call, as a callable does, and keeps their answer. */
    async function call(uid: string, answer: unknown): Promise<void> {
      const key = answerKey('similarStudents', uid, {});
      const limit = { calls: 10, seconds: 60 };
      await countAndLookUp(redis, { callable: 'similarStudents', uid, limit, key });
      await storeAnswer(redis, key, { clock: 0, tags: [`person:${uid}`], answer, seconds: 60 });
    }

    it('deletes their counts, their answers and the answers that name them, and nothing else', async () => {
      await call('ada', { people: [] });
      await call('zoe', { people: [{ id: 'ada' }] });
      await call('kim', { people: [{ id: 'x', bio: 'Works with Ada  Lovelace' }] });
      await call('bob', { people: [{ id: 'x', bio: 'Write to ada@campus.example' }] });
      await call('eve', { people: [{ id: 'zoe', name: 'Ada' }] });
      const filler = direct.pipeline();
      for (let index = 0; index < OTHERS; index += 1)
        filler.set(`answer:local:audit:u${String(index)}:x`, '0 \n{}');
      await filler.exec();
      const before = await direct.keys('*');
      assert.deepEqual(await erase(), { keys: 5 });
      const after = await direct.keys('*');
      const gone = before
        .filter((key) => !after.includes(key))
        .map((key) => key.split(':').slice(0, -1).join(':'));
      assert.deepEqual(gone.sort(), [
        'answer:local:similarStudents:ada',
        'answer:local:similarStudents:bob',
        'answer:local:similarStudents:kim',
        'answer:local:similarStudents:zoe',
        'calls:similarStudents',
      ]);
      assert.equal(await direct.exists('calls:similarStudents:ada'), 0);
      assert.deepEqual(await erase(), {});
    });

    it("deletes others' recommendations, which may show a skill that nobody has any more", async () => {
      const key = answerKey('recommendations', 'zoe', { type: 'skill' });
      await storeAnswer(redis, key, { clock: 0, tags: [], answer: { name: 'Zither' }, seconds: 60 });
      await erase();
      assert.equal(await direct.exists(key), 0);
    });

    it('fails while Redis does not answer, and finds everything when it is repeated', async () => {
      await call('ada', { people: [] });
      proxy.behaviour = 'silent';
      await assert.rejects(erase(proxy.redis(50)), { name: 'RedisUnreachable' });
      proxy.behaviour = 'normal';
      assert.deepEqual(await erase(proxy.redis()), { keys: 2 });
    });

    it('removes nothing where there is no Redis', async () => {
      assert.deepEqual(await erase(new OptionalRedis('', '')), {});
    });
  });
}
