import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { verifyStores, type Finding } from '../../../scripts/media/verify.ts';
import { remove } from '../../src/media/deleteMedia.ts';
import { MediaWorld, picture } from '../support/media.ts';

describe('npm run media -- verify', () => {
  let world: MediaWorld;
  before(async () => {
    world = await MediaWorld.open();
  });
  after(() => world.close());

  async function verify(repair: boolean, removeUnknown = false): Promise<Finding[]> {
    const bucket = (await world.stores.bucket())!;
    return verifyStores(world.database.sql, world.stores, bucket, { repair, removeUnknown });
  }
  const kinds = (findings: Finding[]) =>
    Object.fromEntries(findings.map(({ kind, name }) => [name.split('/')[1]!, kind]));

  it('finds what was taken, altered and added in either store, and repairs it', async () => {
    const files = await Promise.all(Array.from({ length: 6 }, () => picture()));
    const ids: string[] = [];
    for (const file of files) ids.push((await world.send(file)).mediaId);
    await world.standIn.settled();
    await world.backUpAll();
    assert.deepEqual(await verify(true), []);

    const [noCopy, altered, noOriginal, lost, ended] = ids as [
      string,
      string,
      string,
      string,
      string,
      string,
    ];
    const copyOf = (id: string) => `backups/backups/showcase/${id}`;
    const originalOf = (id: string) => `image/private/showcase/${id}`;
    world.storage.objects.delete(copyOf(noCopy));
    world.storage.objects.get(copyOf(altered))!.md5Hash = Buffer.alloc(16).toString('base64');
    world.standIn.files.delete(originalOf(noOriginal));
    world.standIn.files.delete(originalOf(lost));
    world.storage.objects.delete(copyOf(lost));
    const left = world.standIn.files.get(originalOf(ended))!;
    world.standIn.notifications = () => ({ copies: 0, delayMs: 0 });
    await remove(world.context(), world.stores, ended);
    const stray = '00000000-0000-4000-8000-000000000000';
    world.standIn.files.set(originalOf(ended), { ...left, path: `${left.path}-gone` });
    world.standIn.files.set(originalOf(stray), {
      ...left,
      path: `${left.path}-gone`,
      publicId: `showcase/${stray}`,
    });
    const expected = {
      [noCopy]: 'no copy',
      [altered]: 'copy differs',
      [noOriginal]: 'not in Cloudinary',
      [lost]: 'lost in both',
      [ended]: 'ended, but there',
      [stray]: 'unknown in Cloudinary',
    };
    assert.deepEqual(kinds(await verify(false)), expected);
    const before = await world.row(noOriginal);
    assert.deepEqual(kinds(await verify(true)), expected);
    await world.standIn.settled();
    assert.deepEqual(kinds(await verify(true, true)), {
      [lost]: 'lost in both',
      [stray]: 'unknown in Cloudinary',
    });
    assert.deepEqual(kinds(await verify(false)), { [lost]: 'lost in both' });

    const restored = await world.row(noOriginal);
    assert.ok(Number(restored['cloudinary_version']) >= Number(before['cloudinary_version']));
    const bytes = await world.standIn.read({
      fileType: 'image',
      delivery: 'private',
      publicId: `showcase/${noOriginal}`,
    });
    assert.deepEqual(bytes, files[2]);
    assert.equal((await world.delivered(String(restored['thumbnail_url']))).width, 400);
    await rm(left.path, { force: true });
  });

  it('tells files of the same name apart by their type, and altered ones by their contents', async () => {
    const fresh = await MediaWorld.open();
    try {
      const { sql } = fresh.database;
      const bucket = (await fresh.stores.bucket())!;
      const [file, original] = [await picture(), await picture()];
      const { mediaId } = await fresh.send(file);
      const altered = (await fresh.send(original)).mediaId;
      await fresh.standIn.settled();
      await fresh.backUpAll();
      const stored = fresh.standIn.files.get(`image/private/showcase/${mediaId}`)!;
      fresh.standIn.files.set(`raw/private/showcase/${mediaId}`, {
        ...stored,
        fileType: 'raw',
        path: `${stored.path}-gone`,
        bytes: 7,
      });
      fresh.standIn.files.get(`image/private/showcase/${altered}`)!.etag = 'another';
      // What has just changed is left alone.
      await sql`update media_files set updated_at = now() - interval '1 minute'`;
      const verify = () => verifyStores(sql, fresh.stores, bucket, { repair: true, removeUnknown: true });
      assert.deepEqual(kinds(await verify()), {
        [altered]: 'not in Cloudinary',
        [mediaId]: 'unknown in Cloudinary',
      });
      assert.deepEqual(await verify(), []);
      const reference = { fileType: 'image', delivery: 'private', publicId: `showcase/${mediaId}` };
      assert.deepEqual(await fresh.standIn.read(reference), file, 'the right one was removed');
    } finally {
      await fresh.close();
    }
  });

  it('leaves nothing of a file that is deleted while it is restored', async () => {
    const fresh = await MediaWorld.open();
    try {
      const { mediaId } = await fresh.send(await picture());
      await fresh.standIn.settled();
      await fresh.backUpAll();
      await fresh.database.sql`
        update media_files set upload_until = now() - interval '5 hours', updated_at = now() - interval '1 minute'`;
      fresh.standIn.files.clear();
      const { cloudinary } = fresh.stores;
      const upload = cloudinary.upload.bind(cloudinary);
      cloudinary.upload = async (...given) => {
        assert.deepEqual(await remove(fresh.context(), fresh.stores, mediaId), { removed: true });
        return upload(...given);
      };
      const bucket = (await fresh.stores.bucket())!;
      const options = { repair: true, removeUnknown: false };
      const [finding] = await verifyStores(fresh.database.sql, fresh.stores, bucket, options);
      assert.equal(finding?.done, 'was deleted meanwhile');
      assert.deepEqual([fresh.standIn.files.size, fresh.storage.objects.size], [0, 0]);
    } finally {
      await fresh.close();
    }
  });
});
