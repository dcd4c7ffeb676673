import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { completeMediaUpload } from '../../../src/media/completeUpload.ts';
import { recoverLostMedia } from '../../../src/media/maintenance/recoverLostMedia.ts';
import { MediaHarness, minutesFromNow, randomPicture, VIDEO } from '../../support/media.ts';

describe('an upload', () => {
  let harness: MediaHarness;
  before(async () => {
    harness = await MediaHarness.open();
  });
  after(() => harness.close());
  beforeEach(() => {
    harness.reset();
  });

  const recover = (minutes: number) =>
    recoverLostMedia(harness.database.sql, harness.stores, minutesFromNow(minutes));

  it('becomes ready with the notification, with its metadata and renditions', async () => {
    const file = await randomPicture(1000, 500);
    const { mediaId } = await harness.send(file, { purpose: 'event', source: 'web' });
    await harness.idle();
    const row = await harness.row(mediaId);
    assert.equal(row['status'], 'ready');
    const metadata = [
      row['user_id'],
      row['file_type'],
      row['file_format'],
      row['width'],
      row['height'],
      row['upload_source'],
    ];
    assert.deepEqual(metadata, ['ada', 'image', 'jpg', 1000, 500, 'web']);
    assert.equal(Number(row['file_size_bytes']), file.length);
    assert.deepEqual(harness.media.requestedBackups, [mediaId]);
    const sizes = { cloudinary_url: [1000, 500], thumbnail_url: [400, 300], medium_url: [800, 600] };
    for (const [column, [width, height]] of Object.entries(sizes)) {
      const image = await harness.fetchImage(String(row[column]));
      assert.deepEqual([image.width, image.height], [width, height], column);
    }
    assert.equal(row['compressed_url'], null);
  });

  it('of a video gets a poster and a compressed version', async () => {
    const { mediaId } = await harness.send(VIDEO, { type: 'video', contentType: 'video/mp4' });
    await harness.idle();
    const row = await harness.row(mediaId);
    assert.deepEqual([row['status'], row['file_format'], row['duration_seconds']], ['ready', 'mp4', 10]);
    const poster = await harness.fetchImage(String(row['thumbnail_url']));
    assert.deepEqual([poster.format, poster.width, poster.height], ['jpeg', 320, 240]);
    for (const column of ['cloudinary_url', 'compressed_url']) {
      assert.match(String(row[column]), /w_\d+,h_\d+,c_limit,du_60,q_auto\/v\d+\/showcase\/[\w-]+\.mp4$/);
      assert.equal((await fetch(String(row[column]))).status, 200, column);
    }
  });

  for (const [timing, copies, waitForNotification] of [
    ['without any notification', 0, false],
    ['after the notification', 1, true],
    ['at the same time as two notifications', 2, false],
  ] as const) {
    it(`becomes ready when the app completes it twice ${timing}`, async () => {
      harness.deliverNotifications(copies);
      const { mediaId, response } = await harness.send(await randomPicture());
      if (waitForNotification) await harness.idle();
      const proof = { mediaId, version: response.version, signature: response.signature };
      const [first, second] = await Promise.all([
        completeMediaUpload(harness.context(), harness.stores, proof),
        completeMediaUpload(harness.context(), harness.stores, proof),
      ]);
      await harness.idle();
      assert.equal(first.status, 'ready');
      assert.deepEqual(second, first);
      assert.equal(harness.media.requestedBackups.filter((id) => id === mediaId).length, 1);
    });
  }

  it('is recovered after ten minutes when its notification is lost', async () => {
    harness.deliverNotifications(0);
    const { mediaId } = await harness.send(await randomPicture());
    assert.equal((await recover(0)).reconciled, 0, 'too early');
    await recover(11);
    assert.equal((await harness.row(mediaId))['status'], 'ready');
  });

  it('becomes ready, is backed up and counted exactly once, for 100 uploads with faulty notifications', async function () {
    this.timeout(300_000);
    const plans = {
      normal: { copies: 1, delayMs: 0 },
      lost: { copies: 0, delayMs: 0 },
      duplicated: { copies: 2, delayMs: 0 },
      late: { copies: 1, delayMs: 1000 },
      forged: { copies: 0, delayMs: 0 },
    };
    const faults = Object.keys(plans) as (keyof typeof plans)[];
    const faultOf = new Map<string, keyof typeof plans>();
    harness.cloudinary.notifier.plan = (publicId) => plans[faultOf.get(publicId) ?? 'normal'];
    const files = await Promise.all(Array.from({ length: 100 }, () => randomPicture()));
    const outcomesBefore = harness.media.outcomes.length;
    const uploads = await Promise.all(
      files.map(async (file, index) => {
        const fault = faults[index % faults.length]!;
        const { mediaId, fields } = await harness.reserve({ sizeBytes: file.length });
        faultOf.set(fields['public_id']!, fault);
        if (fault === 'forged') await sendForgedNotification(fields['public_id']!, file.length);
        await harness.upload(fields, file);
        return { mediaId, file };
      }),
    );
    await harness.idle();
    const mediaIds = uploads.map(({ mediaId }) => mediaId);
    assert.equal(await countReady(mediaIds), 60, 'those with a genuine notification');
    const outcomes = harness.media.outcomes.slice(outcomesBefore);
    assert.equal(outcomes.filter((outcome) => outcome === 'forged').length, 20);
    const { requestedBackups } = harness.media;
    assert.equal(requestedBackups.length, new Set(requestedBackups).size, 'no backup is requested twice');
    await recover(11);
    assert.equal(await countReady(mediaIds), 100);
    await harness.backUpRequested();
    for (const { mediaId, file } of uploads) await assertBackedUp(mediaId, file);
    const [counted] = await harness.database.sql`
      select count(*)::integer as uploads,
        (select count(*)::integer from media_files where status = 'ready' and file_type = 'image') as ready
      from usage_metrics where operation = 'upload_image' and metric_type = 'media_bandwidth'`;
    assert.equal(counted!['uploads'], counted!['ready'], 'each upload is counted once');
  });

  async function countReady(mediaIds: string[]): Promise<number> {
    const [row] = await harness.database.sql`
      select count(*)::integer as ready from media_files
      where status = 'ready'
        and id in (select json_array_elements_text(${JSON.stringify(mediaIds)}::text::json)::uuid)`;
    return row!['ready'];
  }

  async function assertBackedUp(mediaId: string, file: Buffer): Promise<void> {
    const row = await harness.row(mediaId);
    const md5 = createHash('md5').update(file).digest();
    assert.equal(row['backup_md5'], md5.toString('hex'));
    const copy = harness.storage.objects.get(`backups/backups/${String(row['cloudinary_public_id'])}`);
    assert.equal(copy?.md5Hash, md5.toString('base64'));
    assert.equal(copy.acl, null, "readable with the project's credentials only");
    assert.deepEqual(copy.metadata, {
      contentType: 'image/jpeg',
      cacheControl: 'private, no-store',
      metadata: { mediaId },
    });
  }

  async function sendForgedNotification(publicId: string, bytes: number): Promise<void> {
    const body = JSON.stringify({
      notification_type: 'upload',
      public_id: publicId,
      version: Math.floor(Date.now() / 1000),
      resource_type: 'image',
      type: 'authenticated',
      format: 'jpg',
      bytes,
    });
    const { credentials } = harness.cloudinary;
    const { 'x-cld-timestamp': timestamp = '', 'x-cld-signature': signature = '' } =
      credentials.notificationHeaders(body.replace('jpg', 'png'), Math.floor(Date.now() / 1000));
    assert.equal(await harness.media.handle({ body, timestamp, signature }), 'forged');
  }
});
