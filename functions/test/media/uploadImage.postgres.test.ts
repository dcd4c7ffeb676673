import assert from 'node:assert/strict';
import { proxyUpload, uploadImage } from '../../src/media/uploadImage.ts';
import { callAsPerson, withoutRedis } from '../support/dependencies.ts';
import { MediaHarness, randomPicture } from '../support/media.ts';

describe('uploadImage', () => {
  let harness: MediaHarness;
  before(async () => {
    harness = await MediaHarness.open();
  });
  after(() => harness.close());

  it('returns a ready file', async () => {
    const file = await randomPicture();
    const image = { data: file.toString('base64'), purpose: 'profile', source: 'web' } as const;
    const view = await proxyUpload(harness.context(), harness.stores, image);
    assert.deepEqual([view.status, view.sizeBytes, view.format], ['ready', file.length, 'jpg']);
    await harness.idle();
  });

  it('refuses large input, invalid base64 and anything that is not a safe image', async () => {
    const storedFiles = harness.cloudinary.files.size;
    const invalid: [data: string, message: RegExp][] = [
      ['A'.repeat(20_000_000), /\d+ bytes/],
      ['A'.repeat(8_388_612), /`data` must decode to at most 6291456 bytes/],
      ['not base64 at all!', /`data` must be valid base64/],
      [
        Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"></svg>').toString('base64'),
        /`data` must be a JPEG/,
      ],
      [Buffer.from('GIF89a/*<script>*/=1').toString('base64'), /`data` contains markup/],
      [Buffer.alloc(5000).toString('base64'), /`data` must be a JPEG/],
    ];
    const dependencies = withoutRedis(harness.database.sql, new Date());
    process.env['CLOUDINARY_URL'] = harness.media.accountUrl;
    for (const [data, message] of invalid) {
      await assert.rejects(
        callAsPerson(uploadImage.definition, { uid: 'ada', data: { data, purpose: 'event' } }, dependencies),
        (error: Error & { code?: string }) =>
          error.code === 'invalid-argument' && message.test(error.message),
        String(message),
      );
    }
    assert.equal(harness.cloudinary.files.size, storedFiles);
  });
});
