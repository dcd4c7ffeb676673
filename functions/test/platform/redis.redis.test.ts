import assert from 'node:assert/strict';
import { logger } from 'firebase-functions';
import { startRedis, type RedisEndpoint } from '../../../scripts/stack/redis.ts';
import { Invalidator, personTag } from '../../src/platform/cache.ts';
import { OptionalRedis } from '../../src/platform/redis.ts';
import { RedisFront } from '../support/redisFront.ts';

describe('Redis as something that may be missing', () => {
  const undos: (() => Promise<void>)[] = [];
  const logged: unknown[][] = [];
  const { warn } = logger;
  let endpoint: RedisEndpoint;
  let front: RedisFront;

  before(async () => {
    endpoint = await startRedis((undo) => undos.push(undo));
    logger.warn = (...args) => void logged.push(args);
  });
  after(async () => {
    logger.warn = warn;
    for (const undo of undos.reverse()) await undo();
  });
  beforeEach(async () => {
    logged.splice(0);
    front = await RedisFront.before(endpoint);
  });
  afterEach(() => front.stop());

  it('is not asked when there is none', async () => {
    const none = new OptionalRedis('', '');
    let asked = false;
    const answer = await none.ask(() => {
      asked = true;
      return Promise.resolve(1);
    });
    assert.deepEqual([answer, asked], [undefined, false]);
    await new Invalidator(none).touch([personTag('ada')]);
    assert.deepEqual(logged, []);
  });

  it('is logged once when it fails, with the cause and nothing secret', async () => {
    const stopped = await RedisFront.before(endpoint);
    await stopped.stop();
    front.behaviour = 'full';
    const failing: [OptionalRedis, RegExp][] = [
      [front.redis(), /^UpstashError OOM$/],
      [stopped.redis(), /^TypeError ECONNREFUSED$/],
      [new OptionalRedis(endpoint.url, 'secret-token'), /^UpstashError WRONGPASS$/],
      [new OptionalRedis('secret-url', 'secret-token'), /^UrlError$/],
    ];
    for (const [redis, cause] of failing) {
      for (let index = 0; index < 3; index += 1) {
        assert.equal(await redis.ask((client) => client.set('secret-key', 'secret-value')), undefined);
      }
      const [entry, ...others] = logged.splice(0);
      assert.equal(entry?.[0], 'Redis does not answer');
      assert.match((entry[1] as { cause: string }).cause, cause);
      assert.deepEqual(others, []);
    }
  });

  it('is given up after the timeout', async () => {
    front.behaviour = 'silent';
    assert.equal(await front.redis().ask((client) => client.get('x')), undefined);
    assert.deepEqual(logged, [['Redis does not answer', { cause: 'TimeoutError' }]]);
  });

  it('is asked once, also when it fails', async () => {
    front.behaviour = 'full';
    await front.redis().ask((client) => client.get('x'));
    assert.equal(front.requests.length, 1);
  });
});
