import assert from 'node:assert/strict';
import { startRedis, type RedisEndpoint } from '../../../scripts/local/redis/redis.ts';
import { Invalidator, personTag } from '../../src/platform/cache.ts';
import { OptionalRedis, TIMEOUT_MS } from '../../src/platform/redis.ts';
import { logged } from '../support/logs.ts';
import { RedisProxy } from '../support/redisProxy.ts';

describe('OptionalRedis', () => {
  const undos: (() => Promise<void>)[] = [];
  let endpoint: RedisEndpoint;
  let proxy: RedisProxy;

  before(async () => {
    endpoint = await startRedis((undo) => undos.push(undo));
  });
  after(async () => {
    for (const undo of undos.reverse()) await undo();
  });
  beforeEach(async () => {
    proxy = await RedisProxy.to(endpoint);
  });
  afterEach(() => proxy.stop());

  it('runs no command when no Redis is configured', async () => {
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

  it('logs a failure once, with its cause and nothing secret', async () => {
    const stopped = await RedisProxy.to(endpoint);
    await stopped.stop();
    proxy.behaviour = 'full';
    const failing: [OptionalRedis, RegExp][] = [
      [proxy.redis(), /^UpstashError OOM$/],
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

  it('gives up after the timeout', async () => {
    proxy.behaviour = 'silent';
    assert.equal(await proxy.redis(TIMEOUT_MS).ask((client) => client.get('x')), undefined);
    assert.deepEqual(logged(), [
      { severity: 'warn', message: 'Redis does not answer', fields: { cause: 'TimeoutError' } },
    ]);
  });

  it('does not retry a command that fails', async () => {
    proxy.behaviour = 'full';
    await proxy.redis().ask((client) => client.get('x'));
    assert.equal(proxy.requests.length, 1);
  });
});
