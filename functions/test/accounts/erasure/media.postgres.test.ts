import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mediaStep } from '../../../src/accounts/erasure/steps/media.ts';
import type { ErasureContext } from '../../../src/accounts/erasure/step.ts';
import { withdrawUrls } from '../../../src/media/maintenance/withdrawUrls.ts';
import { OptionalRedis } from '../../../src/platform/redis.ts';
import { MediaHarness, minutesFromNow, randomPicture } from '../../support/media.ts';

describe('erasing media', () => {
  let harness: MediaHarness;
  before(async () => {
    harness = await MediaHarness.open();
  });
  after(() => harness.close());
  beforeEach(() => {
    harness.reset();
  });

  function erase(uid: string, files: string[] = []): ReturnType<typeof mediaStep.run> {
    const context: Partial<ErasureContext> = {
      subject: { uid, emails: [], names: [], files },
      sql: harness.database.sql,
      cloudinary: () => harness.stores.cloudinary,
      bucket: harness.stores.bucket,
      redis: () => new OptionalRedis('', ''),
    };
    return mediaStep.run(context as ErasureContext);
  }

  /** The Postgres step, for media. */
  async function removeRows(uid: string): Promise<void> {
    await harness.database.sql`delete from media_files where user_id = ${uid}`;
  }

  async function save(name: string): Promise<void> {
    await (await harness.stores.bucket())?.file(name).save('archive', { resumable: true, validation: 'md5' });
  }

  const has = (mediaId: string) => [harness.isInCloudinary(mediaId), harness.isInBucket(mediaId)];

  it("removes somebody's files, copies and archives, and nobody else's, and finds nothing the second time", async () => {
    const [mine, other] = [await harness.sendReady(), await harness.sendReady({ purpose: 'profile' })];
    const theirs = await harness.sendReady({}, 'bob');
    await harness.backUpRequested();
    await Promise.all(['exports/ada/1.zip', 'exports/ada/2.zip', 'exports/adam/1.zip'].map(save));
    assert.deepEqual(await erase('ada'), { files: 2, backups: 2, exports: 2 });
    assert.deepEqual([...has(mine), ...has(other), ...has(theirs)], [false, false, false, false, true, true]);
    assert.ok(harness.storage.objects.has('backups/exports/adam/1.zip'));
    assert.deepEqual(await erase('ada'), { files: 0, backups: 0, exports: 0 });
    assert.equal((await harness.row(mine))['cloudinary_url'], null);
  });

  it('finds a file under its former public id, if it was erased while being renamed', async () => {
    const mediaId = await harness.sendReady({}, 'cara');
    await harness.age(mediaId, 3 * 24 * 60);
    harness.cloudinary.isDown = true;
    await withdrawUrls(harness.database.sql, harness.stores, new Date());
    assert.notEqual((await harness.row(mediaId))['former_public_id'], null);
    harness.cloudinary.isDown = false;
    assert.deepEqual(await erase('cara'), { files: 1, backups: 0, exports: 0 });
    assert.equal(harness.isInCloudinary(mediaId), false);
  });

  it('is repeated when a store is down', async () => {
    const mediaId = await harness.sendReady({}, 'dan');
    await harness.backUpRequested();
    harness.storage.isDown = true;
    await assert.rejects(erase('dan'));
    harness.storage.isDown = false;
    assert.deepEqual(await erase('dan'), { files: 0, backups: 1, exports: 0 });
    assert.deepEqual(has(mediaId), [false, false]);
  });

  it('leaves nothing for a backup that is under way to bring back', async () => {
    const mediaId = await harness.sendReady({}, 'eve');
    let removals: Promise<unknown> = Promise.resolve();
    harness.storage.onChunk = () => {
      harness.storage.onChunk = () => undefined;
      removals = erase('eve').then(() => removeRows('eve'));
    };
    const outcome = await harness.backUp(mediaId);
    await removals;
    await erase('eve', [mediaId]);
    assert.ok(['not ready', 'copied'].includes(outcome), outcome);
    assert.deepEqual(has(mediaId), [false, false]);
    assert.equal(await harness.backUp(mediaId), 'not ready');
  });

  for (const rows of ['kept', 'gone'] as const) {
    it(`deletes an upload whose notification comes after the erasure, its row being ${rows}`, async () => {
      const uid = `frank-${rows}`;
      const { mediaId, fields } = await harness.reserve({}, uid);
      await erase(uid);
      if (rows === 'gone') await removeRows(uid);
      await harness.upload(fields, await randomPicture());
      await harness.idle();
      assert.deepEqual(has(mediaId), [false, false]);
      assert.notEqual((await harness.row(mediaId))['status'], 'ready');
    });
  }

  it('takes with a later look what arrived after the rows were gone and was never notified', async () => {
    const reserved = [await harness.reserve({}, 'gil'), await harness.reserve({ purpose: 'event' }, 'gil')];
    const mediaIds = reserved.map(({ mediaId }) => mediaId);
    await erase('gil', mediaIds);
    await removeRows('gil');
    harness.deliverNotifications(0);
    for (const { fields } of reserved) await harness.upload(fields, await randomPicture());
    assert.deepEqual(await erase('gil', mediaIds), { files: 2, backups: 0, exports: 0 });
  });

  it('leaves files of others in the same account alone, and files that are being renamed', async () => {
    const mediaId = await harness.sendReady({}, 'hal');
    await harness.database.sql`
      update media_files set former_public_id = cloudinary_public_id, cloudinary_public_id = 'showcase/' || id || '-12345678'
      where id = ${mediaId}`;
    const notify = (publicId: string) => {
      const asset = { version: 1, resource_type: 'image', type: 'authenticated', bytes: 1 };
      const body = JSON.stringify({ notification_type: 'upload', public_id: publicId, ...asset });
      const headers = harness.cloudinary.credentials.notificationHeaders(body, Math.floor(Date.now() / 1000));
      const { 'x-cld-timestamp': timestamp = '', 'x-cld-signature': signature = '' } = headers;
      return harness.media.handle({ body, timestamp, signature });
    };
    await addFile('marketing/banner');
    for (const publicId of ['marketing/banner', `showcase/${mediaId}`]) {
      assert.equal(await notify(publicId), 'ignored');
    }
    assert.ok(harness.isInCloudinary(mediaId));
    assert.ok(harness.cloudinary.files.has('image/authenticated/marketing/banner'));
  });

  it('removes thousands of files a hundred at a time, with few requests to the limited API', async () => {
    const mediaIds = Array.from({ length: 1201 }, () => randomUUID());
    const { sql } = harness.database;
    await sql`insert into users (id) values ('ida') on conflict do nothing`;
    await sql`
      insert into media_files
        (id, user_id, purpose, cloudinary_public_id, file_type, declared_format, declared_bytes, upload_until)
      select id, 'ida', 'showcase_post', 'showcase/' || id, 'image', 'jpg', 1, ${minutesFromNow(-600)}
      from json_array_elements_text(${JSON.stringify(mediaIds)}::text::json) as ids (text) cross join cast(text as uuid) as id`;
    for (const mediaId of mediaIds.slice(0, 150)) await addFile(`showcase/${mediaId}`);
    assert.equal((await erase('ida', mediaIds))['files'], 150);
    assert.equal(
      mediaIds.some((mediaId) => harness.isInCloudinary(mediaId)),
      false,
    );
    await removeRows('ida');
  });

  async function addFile(publicId: string): Promise<void> {
    const path = join(tmpdir(), randomUUID());
    await writeFile(path, 'x');
    const metadata = { format: 'jpg', width: 1, height: 1 };
    await harness.cloudinary.addFile(
      { fileType: 'image', delivery: 'authenticated', publicId, metadata },
      path,
    );
  }
});
