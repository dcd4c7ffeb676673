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
});
