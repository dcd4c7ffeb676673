import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import type { Finding } from './finding.ts';
import { verifyStores } from './verifyStores.ts';
import { deleteOwnedMedia } from '../../functions/src/media/deleteMedia.ts';
import { withdrawUrls } from '../../functions/src/media/maintenance/withdrawUrls.ts';
import { MediaHarness, randomPicture } from '../../functions/test/support/media.ts';

describe('verifyStores', () => {
  let harness: MediaHarness;
  before(async () => {
    harness = await MediaHarness.open();
  });
  after(() => harness.close());

  async function verify(repair: boolean, removeUnknown = false): Promise<Finding[]> {
    const bucket = (await harness.stores.bucket())!;
    return verifyStores(harness.database.sql, harness.stores, bucket, { repair, removeUnknown });
  }
  const kinds = (findings: Finding[]) =>
    Object.fromEntries(findings.map(({ kind, publicId }) => [publicId.split('/')[1]!, kind]));

  it('finds and repairs files that are missing, altered or unexpected in either store', async () => {
    const files = await Promise.all(Array.from({ length: 6 }, () => randomPicture()));
    const ids: string[] = [];
    for (const file of files) ids.push((await harness.send(file)).mediaId);
    await harness.idle();
    await harness.backUpRequested();
    assert.deepEqual(await verify(true), []);

    const [noBackup, altered, noOriginal, lost, removed] = ids as [
      string,
      string,
      string,
      string,
      string,
      string,
    ];
    const copyOf = (id: string) => `backups/backups/showcase/${id}`;
    const originalOf = (id: string) => `image/authenticated/showcase/${id}`;
    harness.storage.objects.delete(copyOf(noBackup));
    harness.storage.objects.get(copyOf(altered))!.md5Hash = Buffer.alloc(16).toString('base64');
    harness.cloudinary.files.delete(originalOf(noOriginal));
    harness.cloudinary.files.delete(originalOf(lost));
    harness.storage.objects.delete(copyOf(lost));
    const left = harness.cloudinary.files.get(originalOf(removed))!;
    harness.deliverNotifications(0);
    await deleteOwnedMedia(harness.context(), harness.stores, removed);
    const stray = '00000000-0000-4000-8000-000000000000';
    harness.cloudinary.files.set(originalOf(removed), { ...left, path: `${left.path}-gone` });
    harness.cloudinary.files.set(originalOf(stray), {
      ...left,
      path: `${left.path}-gone`,
      publicId: `showcase/${stray}`,
    });
    const expected = {
      [noBackup]: 'backup missing',
      [altered]: 'backup differs',
      [noOriginal]: 'missing in Cloudinary',
      [lost]: 'missing in both stores',
      [removed]: 'removed, but still stored',
      [stray]: 'unknown in Cloudinary',
    };
    assert.deepEqual(kinds(await verify(false)), expected);
    const before = await harness.row(noOriginal);
    assert.deepEqual(kinds(await verify(true)), expected);
    await harness.idle();
    assert.deepEqual(kinds(await verify(true, true)), {
      [lost]: 'missing in both stores',
      [stray]: 'unknown in Cloudinary',
    });
    assert.deepEqual(kinds(await verify(false)), { [lost]: 'missing in both stores' });

    const restored = await harness.row(noOriginal);
    assert.ok(Number(restored['cloudinary_version']) >= Number(before['cloudinary_version']));
    const bytes = await harness.cloudinary.readFile({
      fileType: 'image',
      delivery: 'authenticated',
      publicId: `showcase/${noOriginal}`,
    });
    assert.deepEqual(bytes, files[2]);
    assert.equal((await harness.fetchImage(String(restored['thumbnail_url']))).width, 400);
    await rm(left.path, { force: true });
  });

  it('tells files with the same public id apart by type, and detects altered content by its etag', async () => {
    const fresh = await MediaHarness.open();
    try {
      const { sql } = fresh.database;
      const bucket = (await fresh.stores.bucket())!;
      const [file, original] = [await randomPicture(), await randomPicture()];
      const { mediaId } = await fresh.send(file);
      const altered = (await fresh.send(original)).mediaId;
      await fresh.idle();
      await fresh.backUpRequested();
      const stored = fresh.cloudinary.files.get(`image/authenticated/showcase/${mediaId}`)!;
      fresh.cloudinary.files.set(`raw/authenticated/showcase/${mediaId}`, {
        ...stored,
        fileType: 'raw',
        path: `${stored.path}-gone`,
        bytes: 7,
      });
      fresh.cloudinary.files.get(`image/authenticated/showcase/${altered}`)!.etag = 'another';
      // Rows that have just changed are skipped.
      await sql`update media_files set updated_at = now() - interval '1 minute'`;
      const verify = () => verifyStores(sql, fresh.stores, bucket, { repair: true, removeUnknown: true });
      assert.deepEqual(kinds(await verify()), {
        [altered]: 'missing in Cloudinary',
        [mediaId]: 'unknown in Cloudinary',
      });
      assert.deepEqual(await verify(), []);
      const reference = { fileType: 'image', delivery: 'authenticated', publicId: `showcase/${mediaId}` };
      assert.deepEqual(await fresh.cloudinary.readFile(reference), file, 'the genuine file is kept');
    } finally {
      await fresh.close();
    }
  });

  it('leaves nothing of a file that is deleted while it is being restored', async () => {
    const fresh = await MediaHarness.open();
    try {
      const { mediaId } = await fresh.send(await randomPicture());
      await fresh.idle();
      await fresh.backUpRequested();
      await fresh.database.sql`
        update media_files set upload_until = now() - interval '5 hours', updated_at = now() - interval '1 minute'`;
      fresh.cloudinary.files.clear();
      const { cloudinary } = fresh.stores;
      const upload = cloudinary.upload.bind(cloudinary);
      cloudinary.upload = async (...given) => {
        assert.deepEqual(await deleteOwnedMedia(fresh.context(), fresh.stores, mediaId), { removed: true });
        return upload(...given);
      };
      const bucket = (await fresh.stores.bucket())!;
      const options = { repair: true, removeUnknown: false };
      const [finding] = await verifyStores(fresh.database.sql, fresh.stores, bucket, options);
      assert.equal(finding?.action, 'changed meanwhile');
      assert.deepEqual([fresh.cloudinary.files.size, fresh.storage.objects.size], [0, 0]);
    } finally {
      await fresh.close();
    }
  });

  it('restores a file whose URLs are withdrawn meanwhile under its other public id', async () => {
    const fresh = await MediaHarness.open();
    try {
      const { sql } = fresh.database;
      const mediaId = await fresh.sendReady();
      await fresh.backUpRequested();
      await fresh.age(mediaId, 2 * 24 * 60);
      fresh.cloudinary.files.clear();
      const { cloudinary } = fresh.stores;
      const upload = cloudinary.upload.bind(cloudinary);
      cloudinary.upload = async (...given) => {
        await withdrawUrls(sql, fresh.stores, new Date());
        return upload(...given);
      };
      const bucket = (await fresh.stores.bucket())!;
      for (const action of ['changed meanwhile', 'restored']) {
        await sql`update media_files set updated_at = now() - interval '1 minute'`;
        const options = { repair: true, removeUnknown: false };
        const [finding] = await verifyStores(sql, fresh.stores, bucket, options);
        assert.equal(finding?.action, action);
      }
      const { url } = await fresh.deliver(mediaId);
      assert.equal((await fetch(url)).status, 200);
      const { thumbnail_url: thumbnailUrl } = await fresh.row(mediaId);
      assert.equal((await fetch(String(thumbnailUrl))).status, 200);
      assert.equal(fresh.cloudinary.files.size, 1);
    } finally {
      await fresh.close();
    }
  });
});
