import assert from 'node:assert/strict';
import { startRedis, type RedisEndpoint } from '../../../scripts/local/redis/redis.ts';
import { Invalidator, personTag } from '../../src/platform/cache.ts';
import { OptionalRedis } from '../../src/platform/redis.ts';
import { logged } from '../support/logs.ts';
import { RedisFront } from '../support/redisFront.ts';

describe('Redis as something that may be missing', () => {
  const undos: (() => Promise<void>)[] = [];
  let endpoint: RedisEndpoint;
  let front: RedisFront;

  before(async () => {
    endpoint = await startRedis((undo) => undos.push(undo));
  });
  after(async () => {
    for (const undo of undos.reverse()) await undo();
  });
  beforeEach(async () => {
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
    assert.deepEqual(logged('warn'), []);
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
    for (const [index, [redis, cause]] of failing.entries()) {
      for (let attempt = 0; attempt < 3; attempt += 1) {
        assert.equal(await redis.ask((client) => client.set('secret-key', 'secret-value')), undefined);
      }
      const entries = logged('warn');
      assert.equal(entries.length, index + 1);
      assert.equal(entries[index]?.message, 'Redis does not answer');
      assert.match((entries[index].fields as { cause: string }).cause, cause);
      assert.doesNotMatch(JSON.stringify(entries), /secret/);
    }
  });

  it('is given up after the timeout', async () => {
    front.behaviour = 'silent';
    assert.equal(await front.redis().ask((client) => client.get('x')), undefined);
    assert.deepEqual(logged(), [
      { severity: 'warn', message: 'Redis does not answer', fields: { cause: 'TimeoutError' } },
    ]);
  });

  it('is asked once, also when it fails', async () => {
    front.behaviour = 'full';
    await front.redis().ask((client) => client.get('x'));
    assert.equal(front.requests.length, 1);
  });
});
