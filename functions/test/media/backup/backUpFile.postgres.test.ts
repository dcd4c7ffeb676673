import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { backupMemory } from '../../../../scripts/bench/media.ts';
import type { MemoryTask } from '../../../../scripts/bench/backupMemory.ts';
import { ROOT } from '../../../../scripts/lib/root.ts';
import { deleteOwnedMedia } from '../../../src/media/deleteMedia.ts';
import { recoverLostMedia } from '../../../src/media/maintenance/recoverLostMedia.ts';
import { MediaHarness, minutesFromNow, VIDEO } from '../../support/media.ts';

describe('backUpFile', () => {
  let harness: MediaHarness;
  before(async () => {
    harness = await MediaHarness.open();
  });
  after(() => harness.close());
  beforeEach(() => {
    harness.reset();
  });

  it('copies a file once when called concurrently and again', async () => {
    const mediaId = await harness.sendReady();
    const completedBefore = harness.storage.completedUploads;
    const outcomes = await Promise.all([
      harness.backUp(mediaId),
      harness.backUp(mediaId),
      harness.backUp(mediaId),
    ]);
    assert.equal(harness.storage.completedUploads - completedBefore, 1);
    assert.equal(outcomes.filter((outcome) => outcome === 'copied').length, 1);
    assert.equal(await harness.backUp(mediaId), 'already copied');
  });

  it('fails while either store is down, and succeeds when recoverMedia requests the backup again', async () => {
    const mediaId = await harness.sendReady();
    harness.storage.isDown = true;
    await assert.rejects(harness.backUp(mediaId));
    harness.cloudinary.isDown = true;
    harness.storage.isDown = false;
    await assert.rejects(harness.backUp(mediaId));
    assert.equal((await harness.row(mediaId))['backed_up_at'], null);
    assert.equal(harness.isInBucket(mediaId), false);
    harness.reset();
    await recoverLostMedia(harness.database.sql, harness.stores, minutesFromNow(11));
    assert.ok(harness.media.requestedBackups.includes(mediaId));
    await harness.backUpRequested();
    assert.notEqual((await harness.row(mediaId))['backed_up_at'], null);
  });

  it('leaves nothing when its process is killed halfway, and copies once afterwards', async () => {
    const video = Buffer.concat([VIDEO, Buffer.alloc(20_000_000, 'frame')]);
    const { mediaId } = await harness.send(video, { type: 'video', contentType: 'video/mp4' });
    const small = await harness.sendReady();
    const { url: databaseUrl } = harness.database;
    const { accountUrl } = harness.media;
    const backup = fork(join(ROOT, 'scripts/bench/backupMemory.ts'), {
      execArgv: ['--disable-warning=ExperimentalWarning'],
      env: {
        ...process.env,
        CLOUDINARY_URL: accountUrl,
        STORAGE_EMULATOR_HOST: `http://${harness.storage.host}`,
        MEDIA_BACKUP_BUCKET: 'backups',
        METADATA_SERVER_DETECTION: 'none',
      },
    });
    const exit = once(backup, 'exit');
    harness.storage.onChunk = (receivedBytes) => {
      if (receivedBytes > video.length / 2) backup.kill('SIGKILL');
    };
    backup.send({ databaseUrl, cloudinaryUrl: accountUrl, small, large: mediaId } satisfies MemoryTask);
    assert.deepEqual(await exit, [null, 'SIGKILL']);
    assert.equal(harness.isInBucket(mediaId), false, 'no partial copy');
    assert.equal((await harness.row(mediaId))['backed_up_at'], null);

    harness.reset();
    const completedBefore = harness.storage.completedUploads;
    const outcomes = [await harness.backUp(mediaId), await harness.backUp(mediaId)];
    assert.deepEqual(outcomes, ['copied', 'already copied']);
    assert.equal(harness.storage.completedUploads - completedBefore, 1);
    const md5 = createHash('md5').update(video).digest('hex');
    assert.equal((await harness.row(mediaId))['backup_md5'], md5);
  });

  it('copies 200 MB in less than 64 MB of memory', async () => {
    const { sql, url } = harness.database;
    const undos: (() => Promise<void>)[] = [];
    try {
      const options = { sql, url, media: harness.media, megabytes: 200 };
      const megabytes = await backupMemory((undo) => undos.push(undo), options);
      assert.ok(megabytes < 64, `${String(megabytes)} MB`);
    } finally {
      for (const undo of undos) await undo();
    }
  });

  it('leaves no copy of a file that is deleted meanwhile', async () => {
    const mediaId = await harness.sendReady();
    let deletion: Promise<unknown> | undefined;
    harness.storage.onChunk = () => {
      deletion ??= deleteOwnedMedia(harness.context(), harness.stores, mediaId);
    };
    await harness.backUp(mediaId);
    await deletion;
    await recoverLostMedia(harness.database.sql, harness.stores, new Date());
    assert.equal(harness.isInBucket(mediaId) || harness.isInCloudinary(mediaId), false);
  });
});
