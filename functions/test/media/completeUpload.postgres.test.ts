import assert from 'node:assert/strict';
import { completeMediaUpload } from '../../src/media/completeUpload.ts';
import { withdrawUrls } from '../../src/media/maintenance/withdrawUrls.ts';
import { MediaHarness, minutesFromNow, randomPicture } from '../support/media.ts';

describe('completeUpload', () => {
  let harness: MediaHarness;
  before(async () => {
    harness = await MediaHarness.open();
    harness.deliverNotifications(0);
  });
  after(() => harness.close());

  it("refuses other users' uploads and other signatures", async () => {
    const file = await randomPicture();
    const { mediaId, response } = await harness.send(file);
    const other = await harness.send(file, {}, 'eve');
    const { version, signature } = response;
    const complete = (proof: { mediaId: string; version: number; signature: string }, uid = 'ada') =>
      completeMediaUpload(harness.context(uid), harness.stores, proof);
    await assert.rejects(complete({ mediaId, version, signature }, 'eve'), { code: 'not-found' });
    await assert.rejects(complete({ mediaId: other.mediaId, version, signature }), { code: 'not-found' });
    await assert.rejects(complete({ mediaId, version: version + 1, signature }), /`signature` must be/);
    await assert.rejects(
      complete({ mediaId, version, signature: other.response.signature }),
      /`signature` must be/,
    );
    const early = harness.context('ada', minutesFromNow(-10));
    await assert.rejects(
      completeMediaUpload(early, harness.stores, { mediaId, version, signature }),
      /`version` must be/,
    );
    assert.equal((await harness.row(mediaId))['status'], 'pending');
    assert.equal((await complete({ mediaId, version, signature })).status, 'ready');
  });

  it('answers an app that asks again after the URLs were withdrawn', async () => {
    const { mediaId, response } = await harness.send(await randomPicture());
    const proof = { mediaId, version: response.version, signature: response.signature };
    const complete = () => completeMediaUpload(harness.context(), harness.stores, proof);
    await complete();
    await harness.age(mediaId, 2 * 24 * 60);
    assert.equal((await withdrawUrls(harness.database.sql, harness.stores, new Date())).withdrawn, 1);
    const { status, url } = await complete();
    assert.equal(status, 'ready');
    assert.equal((await fetch(url!)).status, 200);
  });

  it('removes a file that is larger than declared', async () => {
    const { mediaId, response } = await harness.send(await randomPicture(), { sizeBytes: 10 });
    const proof = { mediaId, version: response.version, signature: response.signature };
    const { status, reason } = await completeMediaUpload(harness.context(), harness.stores, proof);
    assert.equal(status, 'rejected');
    assert.match(reason ?? '', /bytes/);
    assert.equal(harness.isInCloudinary(mediaId), false);
  });
});
