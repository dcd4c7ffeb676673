import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { complete } from '../../src/media/completeUpload.ts';
import { backUp } from '../../src/media/files/backup.ts';
import { recover } from '../../src/media/files/sweep.ts';
import { minutesFromNow, MediaWorld, picture, VIDEO } from '../support/media.ts';

describe('an upload', () => {
  let world: MediaWorld;
  before(async () => {
    world = await MediaWorld.open();
  });
  after(() => world.close());
  beforeEach(() => {
    world.standIn.notifications = () => ({ copies: 1, delayMs: 0 });
    world.requested.length = 0;
  });

  it('becomes ready with the notification, with everything that is known of the file', async () => {
    const file = await picture(1000, 500);
    const { mediaId } = await world.send(file, { purpose: 'event', source: 'web' });
    await world.standIn.settled();
    const row = await world.row(mediaId);
    assert.equal(row['status'], 'ready');
    assert.deepEqual(
      [
        row['user_id'],
        row['file_type'],
        row['file_format'],
        row['width'],
        row['height'],
        row['upload_source'],
      ],
      ['ada', 'image', 'jpg', 1000, 500, 'web'],
    );
    assert.equal(Number(row['file_size_bytes']), file.length);
    assert.deepEqual(world.requested, [mediaId]);
    const sizes = { cloudinary_url: [1000, 500], thumbnail_url: [400, 300], medium_url: [800, 600] };
    for (const [column, [width, height]] of Object.entries(sizes)) {
      const image = await world.delivered(String(row[column]));
      assert.deepEqual([image.width, image.height], [width, height], column);
    }
    assert.equal(row['compressed_url'], null);
  });

  it('of a video has a poster and a small version', async () => {
    const announced = { type: 'video', contentType: 'video/mp4' } as const;
    const { mediaId } = await world.send(VIDEO, announced);
    await world.standIn.settled();
    const row = await world.row(mediaId);
    assert.deepEqual([row['status'], row['file_format'], row['duration_seconds']], ['ready', 'mp4', 10]);
    const poster = await world.delivered(String(row['thumbnail_url']));
    assert.deepEqual([poster.format, poster.width, poster.height], ['jpeg', 320, 240]);
    for (const column of ['cloudinary_url', 'compressed_url']) {
      assert.match(String(row[column]), /w_\d+,h_\d+,c_\w+,q_auto\/v\d+\/showcase\/[\w-]+\.mp4$/);
      assert.equal((await fetch(String(row[column]))).status, 200, column);
    }
  });

  it('becomes ready when the app completes it, before, after and without the notification', async () => {
    for (const [copies, wait] of [
      [0, false],
      [1, true],
      [2, false],
    ] as const) {
      world.standIn.notifications = () => ({ copies, delayMs: 0 });
      const { mediaId, answer } = await world.send(await picture());
      if (wait) await world.standIn.settled();
      const done = { mediaId, version: answer.version, signature: answer.signature };
      const [first, second] = await Promise.all([
        complete(world.context(), world.stores, done),
        complete(world.context(), world.stores, done),
      ]);
      await world.standIn.settled();
      assert.equal(first.status, 'ready');
      assert.deepEqual(second, first);
      assert.equal(world.requested.filter((id) => id === mediaId).length, 1);
    }
  });

  it('is found by the sweep when nobody tells of it', async () => {
    world.standIn.notifications = () => ({ copies: 0, delayMs: 0 });
    const { mediaId } = await world.send(await picture());
    assert.equal((await recover(world.database.sql, world.stores, new Date())).settled, 0, 'not at once');
    await recover(world.database.sql, world.stores, minutesFromNow(11));
    assert.equal((await world.row(mediaId))['status'], 'ready');
  });

  it('happens once for a hundred at once, however the notifications come, and is copied', async function () {
    this.timeout(300_000);
    const fates = ['once', 'lost', 'doubled', 'late', 'forged'] as const;
    const fateOf = new Map<string, (typeof fates)[number]>();
    world.standIn.notifications = (publicId) =>
      ({
        once: { copies: 1, delayMs: 0 },
        lost: { copies: 0, delayMs: 0 },
        doubled: { copies: 2, delayMs: 0 },
        late: { copies: 1, delayMs: 1000 },
        forged: { copies: 0, delayMs: 0 },
      })[fateOf.get(publicId) ?? 'once'];
    const files = await Promise.all(Array.from({ length: 100 }, () => picture()));
    const before = world.heard.length;
    const sent = await Promise.all(
      files.map(async (file, index) => {
        const fate = fates[index % fates.length]!;
        const { mediaId, fields } = await world.announce({ size: file.length });
        fateOf.set(fields['public_id']!, fate);
        if (fate === 'forged') await forge(fields['public_id']!, file.length);
        const answer = await world.upload(fields, file);
        return { mediaId, file, answer };
      }),
    );
    await world.standIn.settled();
    const ready = async (): Promise<number> =>
      Number(
        (
          await world.database.sql`
            select count(*) from media_files where status = 'ready' and id in (
              select json_array_elements_text(${JSON.stringify(sent.map(({ mediaId }) => mediaId))}::text::json)::uuid)`
        )[0]!['count'],
      );
    assert.equal(await ready(), 60, 'of whom a genuine notification came');
    assert.equal(world.heard.slice(before).filter((heard) => heard === 'forged').length, 20);
    assert.equal(world.requested.length, new Set(world.requested).size, 'no copy was asked for twice');
    await recover(world.database.sql, world.stores, minutesFromNow(11));
    assert.equal(await ready(), 100);
    await world.backUpAll();
    for (const { mediaId, file } of sent) {
      const row = await world.row(mediaId);
      const md5 = createHash('md5').update(file).digest();
      assert.equal(row['backup_md5'], md5.toString('hex'));
      const copy = world.storage.objects.get(`backups/backups/${String(row['cloudinary_public_id'])}`);
      assert.equal(copy?.md5Hash, md5.toString('base64'));
      assert.equal(copy.acl, null, 'nobody but the project can read it');
      assert.deepEqual(copy.metadata, {
        contentType: 'image/jpeg',
        cacheControl: 'private, no-store',
        metadata: { mediaId },
      });
      const metrics = await world.database.sql`
        select count(*)::integer as uploads from usage_metrics
        where operation = 'upload_image' and metric_type = 'media_bandwidth' and value = ${file.length}`;
      assert.ok(metrics[0]!['uploads'] >= 1);
    }
    const [counted] = await world.database.sql`
      select count(*)::integer as counted,
        (select count(*)::integer from media_files where status = 'ready' and file_type = 'image') as ready
      from usage_metrics where operation = 'upload_image' and metric_type = 'media_bandwidth'`;
    assert.equal(counted!['counted'], counted!['ready'], 'each is counted once');

    async function forge(publicId: string, bytes: number): Promise<void> {
      const body = JSON.stringify({
        notification_type: 'upload',
        public_id: publicId,
        version: Math.floor(Date.now() / 1000),
        resource_type: 'image',
        type: 'private',
        format: 'jpg',
        bytes,
      });
      const { 'x-cld-timestamp': timestamp = '', 'x-cld-signature': signature = '' } =
        world.standIn.signatureOf(body.replace('jpg', 'png'));
      assert.equal(await world.hear({ body, timestamp, signature }), 'forged');
    }
  });

  it('is copied once when two copy it at the same time, and when it is asked for again', async () => {
    const { mediaId } = await world.send(await picture());
    await world.standIn.settled();
    const before = world.storage.completed;
    const again = (): Promise<string> => backUp(world.database.sql, world.stores, mediaId);
    const outcomes = await Promise.all([again(), again(), again()]);
    assert.equal(world.storage.completed - before, 1);
    assert.equal(outcomes.filter((outcome) => outcome === 'copied').length, 1);
    assert.equal(await again(), 'was copied');
  });
});
