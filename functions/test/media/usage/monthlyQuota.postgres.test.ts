import assert from 'node:assert/strict';
import { deleteOwnedMedia } from '../../../src/media/deleteMedia.ts';
import {
  MONTHLY_BYTES,
  MONTHLY_UPLOADS,
  monthlyQuotaUsed,
  startOfMonth,
} from '../../../src/media/usage/monthlyQuota.ts';
import { MediaHarness, minutesFromNow, randomPicture } from '../../support/media.ts';

describe('the monthly quota', () => {
  let harness: MediaHarness;
  before(async () => {
    // Of a plan so large that nobody's share of it ends first.
    process.env['MEDIA_MONTHLY_CREDITS'] = '1000';
    harness = await MediaHarness.open();
  });
  after(async () => {
    delete process.env['MEDIA_MONTHLY_CREDITS'];
    await harness.close();
  });

  it('cannot be exceeded by parallel reservations', async () => {
    const sizeBytes = 190_000_000;
    const video = { type: 'video', contentType: 'video/mp4', sizeBytes } as const;
    const outcomes = await Promise.allSettled(
      Array.from({ length: 12 }, () => harness.reserve(video, 'bob')),
    );
    const granted = outcomes.filter(({ status }) => status === 'fulfilled').length;
    assert.equal(granted, Math.floor(MONTHLY_BYTES / sizeBytes));
    const refusals = outcomes.filter((outcome) => outcome.status === 'rejected');
    for (const { reason } of refusals) assert.equal((reason as { code: string }).code, 'over-quota');
    await harness.reserve({ sizeBytes: 1000 }, 'eve');
  });

  it('counts rejected and deleted uploads', async () => {
    harness.deliverNotifications(2);
    const file = await randomPicture();
    const used = () => monthlyQuotaUsed(harness.database.sql, 'ada', new Date());
    const rejected = await harness.send(file, { sizeBytes: 10 });
    await harness.idle();
    assert.equal((await harness.row(rejected.mediaId))['status'], 'rejected');
    assert.equal(rejected.response.bytes, file.length);
    assert.deepEqual(await used(), { uploads: 1, bytes: file.length }, 'once, with its actual size');

    // The signature remains valid after the row is deleted.
    const { mediaId, fields } = await harness.reserve({ sizeBytes: file.length });
    await deleteOwnedMedia(harness.context(), harness.stores, mediaId);
    assert.deepEqual(await used(), { uploads: 2, bytes: 2 * file.length });
    await harness.upload(fields, file);
    await harness.idle();
    assert.deepEqual(await used(), { uploads: 2, bytes: 2 * file.length });

    for (let count = 2; count < MONTHLY_UPLOADS; count += 1) {
      const reservation = await harness.reserve({ sizeBytes: 10 });
      await deleteOwnedMedia(harness.context(), harness.stores, reservation.mediaId);
    }
    await assert.rejects(harness.reserve({ sizeBytes: 10 }), {
      details: { reason: 'over-quota', worksAgainAt: startOfMonth(new Date(), 1) },
    });
  });

  it('frees a deleted reservation once its signature has expired', async () => {
    const { mediaId } = await harness.reserve({ sizeBytes: 1000 }, 'cy');
    await deleteOwnedMedia(harness.context('cy'), harness.stores, mediaId);
    const used = await monthlyQuotaUsed(harness.database.sql, 'cy', minutesFromNow(16));
    assert.deepEqual(used, { uploads: 0, bytes: 0 });
  });
});
