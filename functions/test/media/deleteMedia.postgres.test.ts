import assert from 'node:assert/strict';
import { deleteOwnedMedia } from '../../src/media/deleteMedia.ts';
import { recoverLostMedia } from '../../src/media/maintenance/recoverLostMedia.ts';
import { MediaHarness } from '../support/media.ts';

describe('deleteMedia', () => {
  let harness: MediaHarness;
  before(async () => {
    harness = await MediaHarness.open();
  });
  after(() => harness.close());
  beforeEach(() => {
    harness.reset();
  });

  /** A file whose upload signature has expired, so that deletion is final at once. */
  async function sendOldFile(): Promise<string> {
    const mediaId = await harness.sendReady();
    await harness.backUpRequested();
    await harness.age(mediaId, 300);
    return mediaId;
  }

  it('deletes an old file from both stores and the database at once', async () => {
    const mediaId = await sendOldFile();
    assert.ok(harness.isInBucket(mediaId) && harness.isInCloudinary(mediaId));
    const result = await deleteOwnedMedia(harness.context(), harness.stores, mediaId);
    assert.deepEqual(result, { removed: true });
    assert.deepEqual(await harness.row(mediaId), {});
    assert.equal(harness.isInBucket(mediaId) || harness.isInCloudinary(mediaId), false);
    await assert.rejects(deleteOwnedMedia(harness.context(), harness.stores, mediaId), { code: 'not-found' });
  });

  it('hides the file at once while a store is down, and deletes it once the store is back', async () => {
    const mediaId = await sendOldFile();
    harness.storage.isDown = true;
    const result = await deleteOwnedMedia(harness.context(), harness.stores, mediaId);
    assert.deepEqual(result, { removed: false });
    assert.equal((await harness.row(mediaId))['status'], 'deleted');
    const url = harness.deliver(mediaId);
    await assert.rejects(url, { code: 'not-found' });
    harness.storage.isDown = false;
    const { removed } = await recoverLostMedia(harness.database.sql, harness.stores, new Date());
    assert.ok(removed >= 1);
    assert.deepEqual(await harness.row(mediaId), {});
    assert.equal(harness.isInBucket(mediaId) || harness.isInCloudinary(mediaId), false);
  });

  it("does not delete another user's file", async () => {
    const mediaId = await harness.sendReady();
    const attempt = deleteOwnedMedia(harness.context('eve'), harness.stores, mediaId);
    await assert.rejects(attempt, { code: 'not-found' });
  });
});
