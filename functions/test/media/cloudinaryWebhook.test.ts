import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import { http, type HttpFunction } from '@google-cloud/functions-framework';
import { getTestServer } from '@google-cloud/functions-framework/testing';
import { cloudinaryWebhook } from '../../src/media/cloudinaryWebhook.ts';
import { loadSdk } from '../../src/platform/cloudinary/sdk.ts';
import { InMemoryAgent } from '../support/inMemoryAgent.ts';

const SECRET = 'of-the-account';
const FORGED = 400;

describe('cloudinaryWebhook', () => {
  let agent: InMemoryAgent;
  before(() => {
    process.env['CLOUDINARY_URL'] = `cloudinary://key:${SECRET}@cloud`;
    http('cloudinaryWebhook', cloudinaryWebhook as unknown as HttpFunction);
    agent = new InMemoryAgent(getTestServer('cloudinaryWebhook'));
  });
  after(() => {
    delete process.env['CLOUDINARY_URL'];
  });

  const timestamp = Math.floor(Date.now() / 1000);

  async function notify(
    signature: string,
    body: string,
  ): Promise<[status: number | undefined, body: string]> {
    const headers = {
      'content-type': 'application/json',
      'x-forwarded-for': '203.0.113.1',
      'x-cld-timestamp': String(timestamp),
      'x-cld-signature': signature,
    };
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    request('https://in-memory.test/', { method: 'POST', headers, agent }, resolve)
      .on('error', reject)
      .end(body);
    const response = await promise;
    return [response.statusCode, await text(response)];
  }

  it('takes what Cloudinary has signed, however many forged notifications come from the same address', async () => {
    const { utils } = await loadSdk();
    const body = JSON.stringify({ notification_type: 'folder', public_id: 'none' });
    const sign = (secret: string): string => utils.webhook_signature(body, timestamp, { api_secret: secret });
    for (let index = 0; index < FORGED; index += 1)
      assert.deepEqual(await notify(sign('of-another-account'), body), [401, 'forged']);
    assert.deepEqual(await notify(sign(SECRET), body), [200, 'ignored']);
  });
});
