import assert from 'node:assert/strict';
import { deleteOwnedMedia } from '../../../src/media/deleteMedia.ts';
import { cloudinaryFile, findMedia } from '../../../src/media/files/mediaRow.ts';
import { expireUploads } from '../../../src/media/maintenance/expireUploads.ts';
import { recoverLostMedia } from '../../../src/media/maintenance/recoverLostMedia.ts';
import { proxyUpload } from '../../../src/media/uploadImage.ts';
import { MediaHarness, minutesFromNow, randomPicture } from '../../support/media.ts';

describe('media while Cloudinary is down', () => {
  let harness: MediaHarness;
  before(async () => {
    harness = await MediaHarness.open();
  });
  after(() => harness.close());
  beforeEach(() => {
    harness.reset();
  });

  it('an upload fails as unreachable, is retried by recoverMedia, and expires after a day', async () => {
    const { sql } = harness.database;
    const data = (await randomPicture()).toString('base64');
    harness.cloudinary.isDown = true;
    const attempt = proxyUpload(harness.context('bob'), harness.stores, {
      data,
      purpose: 'event',
      source: 'web',
    });
    await assert.rejects(attempt, { code: 'unreachable' });
    const [pending] = await sql`select id, status from media_files where user_id = 'bob'`;
    assert.equal(pending!['status'], 'pending');
    const recover = () => recoverLostMedia(sql, harness.stores, minutesFromNow(11));
    assert.ok((await recover()).failed >= 1);
    harness.cloudinary.isDown = false;
    assert.equal((await recover()).failed, 0);
    await expireUploads(sql, harness.stores, minutesFromNow(25 * 60));
    const row = await harness.row(pending!['id']);
    assert.equal(row['status'], 'expired');
    assert.equal(row['status_reason'], 'No file was uploaded within 24 hours.');
  });

  it('a call whose connection is dropped is retried once', async () => {
    const mediaId = await harness.sendReady();
    const { cloudinary } = harness.stores;
    const file = cloudinaryFile((await findMedia(harness.database.sql, mediaId))!);
    harness.cloudinary.connectionsToDrop = 1;
    assert.equal((await cloudinary.find(file))?.public_id, file.publicId);
    harness.cloudinary.connectionsToDrop = 2;
    await assert.rejects(cloudinary.find(file), { code: 'unreachable' });
    harness.cloudinary.connectionsToDrop = 1;
    await cloudinary.remove(file.publicId);
    assert.ok(!harness.isInCloudinary(mediaId));
    await deleteOwnedMedia(harness.context(), harness.stores, mediaId);
  });
});
