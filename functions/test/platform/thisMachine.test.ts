import assert from 'node:assert/strict';
import { raiseAlert } from '../../src/platform/alert.ts';
import type { OptionalRedis } from '../../src/platform/redis.ts';
import { problemOfUrl } from '../../src/platform/thisMachine.ts';
import { logged } from '../support/logs.ts';

describe('problemOfUrl()', () => {
  it('accepts https, and http to this machine', () => {
    for (const url of [
      ...['https://db.upstash.io', 'https://127.0.0.1', 'http://localhost:54379', 'http://127.9.9.9/hook'],
      ...['http://[::1]:1/', 'http://LOCALHOST'],
    ]) {
      assert.equal(problemOfUrl(url, 'X'), null, url);
    }
  });

  it('refuses http to other machines, and everything else, without quoting the URL', () => {
    for (const url of [
      ...['http://db.upstash.io/secret', 'http://localhost.evil.example/secret', 'http://192.0.2.1/secret'],
      ...['http://127.0.0.1@evil.example/secret', 'http://localhost@evil.example/secret', 'redis://x/secret'],
      ...['ftp://localhost/secret', 'hooks.slack.com/secret', 'secret', 'http://0.0.0.0/secret'],
    ]) {
      assert.equal(
        problemOfUrl(url, 'X'),
        'X must be a URL that begins with https://: http:// is for services on this machine only',
        url,
      );
    }
  });
});

describe('a service that would be called without TLS', () => {
  const NAMES = ['UPSTASH_REDIS_REST_URL', 'UPSTASH_REDIS_REST_TOKEN', 'ALERT_WEBHOOK_URL'];
  afterEach(() => {
    for (const name of NAMES) Reflect.deleteProperty(process.env, name);
  });

  it('is not used if it is Redis, which the log says', async () => {
    process.env['UPSTASH_REDIS_REST_URL'] = 'http://db.upstash.example';
    process.env['UPSTASH_REDIS_REST_TOKEN'] = 'hunter2';
    // Other tests have read the settings of this process already.
    const fresh = new URL('../../src/platform/redis.ts?fresh', import.meta.url);
    const { redis } = (await import(fresh.href)) as { redis: () => OptionalRedis };
    assert.equal(redis().configured, false);
    assert.equal(await redis().ask((client) => client.get('x')), undefined);
    assert.match(
      JSON.stringify(logged('error')),
      /UPSTASH_REDIS_REST_URL must be a URL that begins with https/,
    );
  });

  it('is not used if it is the webhook, and the alert is logged all the same', async () => {
    process.env['ALERT_WEBHOOK_URL'] = 'http://hooks.example/hunter2';
    await raiseAlert({ name: 'job-overdue', text: 'late', details: {} });
    const entries = JSON.stringify(logged('error'));
    assert.match(entries, /"alert":"job-overdue".*ALERT_WEBHOOK_URL must be a URL that begins with https/);
    assert.doesNotMatch(entries, /hunter2|hooks\.example/);
  });
});

describe('an alert', () => {
  afterEach(() => Reflect.deleteProperty(process.env, 'ALERT_WEBHOOK_URL'));

  it('is only logged if the webhook is "none" or empty', async () => {
    for (const url of ['none', '', ' none\n']) {
      process.env['ALERT_WEBHOOK_URL'] = url;
      await raiseAlert({ name: 'job-overdue', text: 'late', details: {} });
    }
    assert.deepEqual(
      logged().map(({ message }) => message),
      ['late', 'late', 'late'],
    );
  });

  it('never shows its webhook in the log, also if that cannot be reached', async () => {
    process.env['ALERT_WEBHOOK_URL'] = 'https://hooks.example/hunter2';
    await raiseAlert({ name: 'job-overdue', text: 'late', details: {} });
    assert.equal(logged('error').length, 2);
    assert.doesNotMatch(JSON.stringify(logged()), /hunter2|hooks\.example/);
  });
});
