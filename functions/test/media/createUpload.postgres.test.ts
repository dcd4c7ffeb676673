import assert from 'node:assert/strict';
import { createUpload } from '../../src/media/createUpload.ts';
import { callAsPerson, withoutRedis } from '../support/dependencies.ts';
import { MediaHarness } from '../support/media.ts';

describe('createUpload', () => {
  let harness: MediaHarness;
  before(async () => {
    harness = await MediaHarness.open();
  });
  after(() => harness.close());

  it('refuses invalid input with the field at fault, and reserves nothing', async () => {
    const valid = { type: 'image', sizeBytes: 1000, contentType: 'image/jpeg', purpose: 'profile' };
    const invalid: [object, RegExp][] = [
      [{ ...valid, sizeBytes: 10_000_001 }, /`sizeBytes` must be at most 10000000/],
      [{ ...valid, sizeBytes: 0 }, /sizeBytes/],
      [{ ...valid, sizeBytes: 1e300 }, /sizeBytes/],
      [{ ...valid, contentType: 'image/svg+xml' }, /`contentType` must be one of/],
      [{ ...valid, contentType: 'constructor' }, /contentType/],
      [{ ...valid, type: 'video' }, /contentType/],
      [{ ...valid, purpose: 'other' }, /purpose/],
      [{ ...valid, fileName: '../../etc/passwd' }, /fileName/],
      [{ ...valid, publicId: 'profiles/x' }, /publicId/],
    ];
    const { sql } = harness.database;
    process.env['CLOUDINARY_URL'] = harness.cloudinary.accountUrl({
      notification_url: 'http://127.0.0.1:1/',
    });
    const callAs = (uid: string | null, data: object) =>
      callAsPerson(createUpload.definition, { uid, data }, withoutRedis(sql, new Date()));
    for (const [data, message] of invalid) {
      await assert.rejects(
        callAs('ada', data),
        (error: Error & { code?: string }) =>
          error.code === 'invalid-argument' && message.test(error.message),
        JSON.stringify(data),
      );
    }
    await assert.rejects(callAs(null, valid), { code: 'unauthenticated' });
    const [rows] = await sql`select count(*)::integer as count from media_files`;
    assert.equal(rows!['count'], 0);
  });
});
