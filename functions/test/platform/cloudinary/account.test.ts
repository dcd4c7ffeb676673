import assert from 'node:assert/strict';
import { parseAccount } from '../../../src/platform/cloudinary/account.ts';

describe('parseAccount', () => {
  it('decodes the key and the secret', () => {
    assert.equal(parseAccount('cloudinary://key:s%2Fcret@campus').apiSecret, 's/cret');
  });

  it('rejects an invalid URL without quoting the secret in it', () => {
    for (const url of [
      'https://key:secret@campus',
      'cloudinary://key:secret',
      'cloudinary://secret@campus',
      'secret',
    ]) {
      assert.throws(
        () => parseAccount(url),
        (error: Error) =>
          error.message.includes('CLOUDINARY_URL is invalid') && !error.message.includes('secret@'),
      );
    }
  });

  it('refuses services on other machines without TLS', () => {
    for (const name of ['upload_prefix', 'delivery_prefix', 'notification_url']) {
      const account = (url: string): string => `cloudinary://key:secret@campus?${name}=${url}`;
      assert.ok(parseAccount(account('https://api-eu.cloudinary.com')));
      assert.ok(parseAccount(account('http://127.0.0.1:54380')));
      assert.throws(() => parseAccount(account('http://api-eu.cloudinary.com')), {
        message: `${name} in CLOUDINARY_URL must be a URL that begins with https://: http:// is for services on this machine only`,
      });
    }
  });
});
