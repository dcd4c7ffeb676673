import assert from 'node:assert/strict';
import { Redis } from '@upstash/redis';
import { redisBackends, startRedis, type RedisEndpoint } from './redis.ts';

for (const backend of await redisBackends()) {
  describe(`the local Redis REST API on ${backend}, used through @upstash/redis`, () => {
    const undos: (() => Promise<void>)[] = [];
    let endpoint: RedisEndpoint;
    let redis: Redis;

    before(async () => {
      endpoint = await startRedis((undo) => undos.push(undo), { backend });
      redis = new Redis({ ...endpoint, enableTelemetry: false, retry: { retries: 0 } });
    });
    after(async () => {
      for (const undo of undos.reverse()) await undo();
    });

    it('answers single commands with all types of replies', async () => {
      assert.equal(await redis.set('text', 'naïve 👩🏽‍🎓 "OK"\n'), 'OK');
      assert.equal(await redis.get('text'), 'naïve 👩🏽‍🎓 "OK"\n');
      assert.equal(await redis.get('nothing'), null);
      assert.equal(await redis.incr('count'), 1);
      assert.equal(await redis.hset('map', { a: 1, b: 'two' }), 2);
      assert.deepEqual(await redis.hgetall('map'), { a: 1, b: 'two' });
      assert.deepEqual(await redis.mget('text', 'nothing', 'count'), ['naïve 👩🏽‍🎓 "OK"\n', null, 1]);
    });

    it('expires keys', async () => {
      await redis.set('brief', 'x', { px: 20 });
      await new Promise((resolve) => setTimeout(resolve, 60));
      assert.equal(await redis.get('brief'), null);
    });

    it('runs scripts', async () => {
      const script = `return { KEYS[1], ARGV[1], redis.call('incr', KEYS[1]) }`;
      assert.deepEqual(await redis.eval(script, ['scripted'], ['é']), ['scripted', 'é', 1]);
    });

    it('runs pipelines and transactions', async () => {
      assert.deepEqual(await redis.pipeline().set('p', 'x').get('p').del('p').exec(), ['OK', 'x', 1]);
      assert.deepEqual(await redis.multi().set('m', 'y').incr('m2').get('m').exec(), ['OK', 1, 'y']);
    });

    it('returns errors for invalid commands and invalid tokens', async () => {
      await assert.rejects(redis.eval('return nonsense(', [], []), /ERR /);
      const unknown = redis.pipeline().get('text').eval(`return redis.call('nonsense')`, [], []);
      await assert.rejects(unknown.exec(), /ERR /);
      const unauthorised = new Redis({ url: endpoint.url, token: 'wrong', enableTelemetry: false });
      for (const attempt of [
        () => unauthorised.get('text'),
        () => unauthorised.pipeline().get('text').exec(),
      ]) {
        await assert.rejects(attempt, /WRONGPASS/);
      }
    });
  });
}
