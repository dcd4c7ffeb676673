import assert from 'node:assert/strict';
import sharp from 'sharp';
import { complete } from '../../src/media/completeUpload.ts';
import { createUpload } from '../../src/media/createUpload.ts';
import { remove } from '../../src/media/deleteMedia.ts';
import { passOn, uploadImage } from '../../src/media/uploadImage.ts';
import { announce, uploadFields } from '../../src/media/files/announce.ts';
import { expire } from '../../src/media/files/sweep.ts';
import { MONTHLY_BYTES, MONTHLY_UPLOADS, usedThisMonth } from '../../src/media/files/quota.ts';
import { call, type Dependencies } from '../../src/platform/callable.ts';
import { MediaWorld, picture, VIDEO } from '../support/media.ts';
import { withoutRedis } from '../support/dependencies.ts';

const SVG = Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>',
);

describe('tampering with an upload', () => {
  let world: MediaWorld;
  let file: Buffer;
  before(async () => {
    world = await MediaWorld.open();
    file = await picture();
  });
  after(() => world.close());
  beforeEach(() => {
    world.standIn.notifications = () => ({ copies: 1, delayMs: 0 });
  });

  /** Nothing of it is in a store, and its row says why. */
  async function assertRefused(mediaId: string, reason: RegExp): Promise<void> {
    await world.standIn.settled();
    const row = await world.row(mediaId);
    assert.equal(row['status'], 'rejected');
    assert.match(String(row['status_reason']), reason);
    assert.deepEqual([row['cloudinary_url'], row['thumbnail_url'], row['backed_up_at']], [null, null, null]);
    const publicId = String(row['cloudinary_public_id']);
    assert.ok(![...world.standIn.files.values()].some((stored) => stored.publicId === publicId));
    assert.ok(![...world.storage.objects.keys()].some((name) => name.endsWith(publicId)));
  }

  const refused = (attempt: Promise<unknown>, message: RegExp) =>
    assert.rejects(attempt, (error: unknown) => {
      assert.match(JSON.stringify(error) + String((error as { message?: string }).message), message);
      return true;
    });

  it('changes no signed field, and adds none', async () => {
    const { fields } = await world.announce({ size: file.length });
    const stored = world.standIn.files.size;
    const changes = {
      public_id: 'showcase/somebody-elses',
      allowed_formats: 'svg',
      eager: 'w_10',
      overwrite: '1',
      timestamp: String(Number(fields['timestamp']) + 1),
      type: 'upload',
      notification_url: 'http://127.0.0.1:1/',
      tags: 'added',
      signature: '0'.repeat(40),
    };
    for (const [name, value] of Object.entries(changes)) {
      await refused(world.upload({ ...fields, [name]: value }, file), /Invalid Signature/);
    }
    await refused(world.upload({ ...fields, api_key: 'other' }, file), /Unknown API key/);
    assert.equal(world.standIn.files.size, stored);
  });

  it('with a larger file than announced is removed', async () => {
    for (const size of [file.length - 1, 10]) {
      const { mediaId } = await world.send(file, { size });
      await assertRefused(
        mediaId,
        new RegExp(`it has ${String(file.length)} bytes, and ${String(size)} were announced`),
      );
    }
  });

  it('with a larger file is removed when the app completes it, too', async () => {
    world.standIn.notifications = () => ({ copies: 0, delayMs: 0 });
    const { mediaId, answer } = await world.send(file, { size: 10 });
    const done = { mediaId, version: answer.version, signature: answer.signature };
    const told = await complete(world.context(), world.stores, done);
    assert.equal(told.status, 'rejected');
    await assertRefused(mediaId, /bytes/);
  });

  it('with a signature that has been used changes nothing', async () => {
    const { mediaId, fields } = await world.announce({ size: file.length });
    const first = await world.upload(fields, file);
    const other = await picture(50, 50);
    const second = await world.upload(fields, other);
    assert.deepEqual([second['existing'], second.version, second.bytes], [true, first.version, file.length]);
    await world.standIn.settled();
    assert.equal((await world.row(mediaId))['status'], 'ready');
    const [counted] = await world.database
      .sql`select count(*)::integer as rows from media_files where id = ${mediaId}`;
    assert.equal(counted!['rows'], 1);
  });

  it('with a signature that outlives its deleted row leaves nothing', async () => {
    const { mediaId, fields } = await world.announce({ size: file.length });
    await world.upload(fields, file);
    await world.standIn.settled();
    await remove(world.context(), world.stores, mediaId);
    await world.upload(fields, file);
    await world.standIn.settled();
    assert.equal((await world.row(mediaId))['status'], 'deleted');
    assert.ok(![...world.standIn.files.values()].some(({ publicId }) => publicId === fields['public_id']));
  });

  it('posted as another type than announced leaves nothing, before the right one and after it', async () => {
    const announced = { type: 'video', contentType: 'video/mp4', size: VIDEO.length } as const;
    const wrong = await world.announce(announced);
    await world.upload(wrong.fields, VIDEO, 'raw');
    await assertRefused(wrong.mediaId, /it was uploaded as no video/);

    const right = await world.announce(announced);
    await world.upload(right.fields, VIDEO, 'video');
    await world.standIn.settled();
    await world.upload(right.fields, VIDEO, 'raw');
    await world.standIn.settled();
    assert.equal((await world.row(right.mediaId))['status'], 'ready');
    const left = [...world.standIn.files.values()].filter(
      ({ publicId }) => publicId === right.fields['public_id'],
    );
    assert.deepEqual(
      left.map(({ fileType }) => fileType),
      ['video'],
    );

    // Nobody tells of it, and no file of the right type ever comes.
    world.standIn.notifications = () => ({ copies: 0, delayMs: 0 });
    const silent = await world.announce(announced);
    await world.upload(silent.fields, VIDEO, 'raw');
    await expire(world.database.sql, world.stores, new Date(Date.now() + 25 * 60 * 60_000));
    assert.equal((await world.row(silent.mediaId))['status'], 'expired');
    assert.ok(![...world.standIn.files.values()].some(({ publicId }) => publicId.endsWith(silent.mediaId)));
  });

  it('with an expired signature is refused', async () => {
    const announcement = {
      uid: 'ada',
      fileType: 'image',
      format: 'jpg',
      bytes: 1000,
      purpose: 'event',
      source: 'web',
    } as const;
    const now = new Date(Date.now() - 16 * 60_000);
    const row = await announce(world.database.sql, { ...announcement, now });
    const fields = await uploadFields(world.stores.cloudinary, row, 'http://127.0.0.1:1/');
    await refused(world.upload(fields, file), /Stale request/);
  });

  it('with another format than announced is refused, whatever it is named', async () => {
    const stored = world.standIn.files.size;
    const { fields } = await world.announce({ contentType: 'image/png' });
    const gif = await sharp(file).gif().toBuffer();
    for (const [bytes, name] of [
      [SVG, 'picture.png'],
      [file, 'picture.png'],
      [gif, 'picture.png'],
      [Buffer.from('\x89PNG\r\n\x1a\n<script>alert(1)</script>', 'latin1'), 'picture.png'],
      [Buffer.alloc(100), 'picture.png'],
    ] as const) {
      await refused(world.upload(fields, bytes, 'image', name), /not allowed|Invalid image/);
    }
    await refused(world.upload(fields, SVG, 'video', 'picture.png'), /not allowed|Invalid/);
    assert.equal(world.standIn.files.size, stored);
  });

  it('with a file name that is a path is stored where the server says', async () => {
    const { mediaId, fields, url } = await world.announce({ size: file.length });
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append('file', new Blob([new Uint8Array(file)]), '../../../etc/passwd');
    assert.equal((await fetch(url, { method: 'POST', body: form })).status, 200);
    await world.standIn.settled();
    const row = await world.row(mediaId);
    assert.deepEqual([row['status'], row['cloudinary_public_id']], ['ready', `showcase/${mediaId}`]);
  });

  it('with something hidden in the file is found when it is copied', async () => {
    const hidden = {
      markup: Buffer.concat([file, Buffer.from('<html><script>alert(1)</script></html>')]),
      php: Buffer.concat([file, Buffer.from('<?php system($_GET[0]); ?>')]),
      archive: Buffer.concat([file, Buffer.from('PK\x05\x06' + '\0'.repeat(18), 'latin1')]),
      comment: await sharp(file)
        .withExif({ IFD0: { ImageDescription: '<script>alert(1)</script>' } })
        .jpeg()
        .toBuffer(),
    };
    for (const bytes of Object.values(hidden)) {
      const { mediaId } = await world.send(bytes);
      await world.standIn.settled();
      await world.backUpAll();
      await assertRefused(mediaId, /there is (markup|an archive) in it/);
      const data = bytes.toString('base64');
      const passed = passOn(world.context(), world.stores, { data, purpose: 'event', source: 'web' });
      await refused(passed, /data: is refused: there is/);
    }
  });

  it('completes no upload of somebody else, and none with another signature', async () => {
    world.standIn.notifications = () => ({ copies: 0, delayMs: 0 });
    const { mediaId, answer } = await world.send(file);
    const other = await world.send(file, {}, 'eve');
    const { version, signature } = answer;
    const done = (input: { mediaId: string; version: number; signature: string }, uid = 'ada') =>
      complete(world.context(uid), world.stores, input);
    await refused(done({ mediaId, version, signature }, 'eve'), /not-found/);
    await refused(done({ mediaId: other.mediaId, version, signature }), /not-found/);
    await refused(done({ mediaId, version: version + 1, signature }), /the signature is not of this upload/);
    await refused(done({ mediaId, version, signature: other.answer.signature }), /the signature/);
    const old = world.context('ada', new Date(Date.now() - 600_000));
    await refused(complete(old, world.stores, { mediaId, version, signature }), /the version is not/);
    assert.equal((await world.row(mediaId))['status'], 'pending');
    assert.equal((await done({ mediaId, version, signature })).status, 'ready');
    await refused(remove(world.context('eve'), world.stores, mediaId), /not-found/);
  });

  it('forges no notification', async () => {
    const { fields } = await world.announce();
    const body = JSON.stringify({
      notification_type: 'upload',
      public_id: fields['public_id'],
      version: 1,
      resource_type: 'image',
      type: 'private',
      format: 'jpg',
      bytes: 1,
    });
    const seconds = Math.floor(Date.now() / 1000);
    const genuine = world.standIn.signatureOf(body);
    const old = world.standIn.signatureOf(body, seconds - 7300);
    const coming = world.standIn.signatureOf(body, seconds + 3600);
    const attempts = [
      { body: `${body} `, timestamp: genuine['x-cld-timestamp']!, signature: genuine['x-cld-signature']! },
      { body, timestamp: String(seconds + 1), signature: genuine['x-cld-signature']! },
      { body, timestamp: genuine['x-cld-timestamp']!, signature: '' },
      { body, timestamp: genuine['x-cld-timestamp']!, signature: fields['signature']! },
      { body, timestamp: 'NaN', signature: genuine['x-cld-signature']! },
      { body, timestamp: old['x-cld-timestamp']!, signature: old['x-cld-signature']! },
      { body, timestamp: coming['x-cld-timestamp']!, signature: coming['x-cld-signature']! },
      { body: '', timestamp: '', signature: '' },
      { body: '', timestamp: String(seconds), signature: genuine['x-cld-signature']! },
    ];
    for (const attempt of attempts)
      assert.equal(await world.hear(attempt), 'forged', JSON.stringify(attempt));
  });

  it('makes no notification of what Cloudinary signs for the app', async () => {
    const { mediaId, answer } = await world.send(file);
    await world.standIn.settled();
    const publicId = `showcase/${mediaId}`;
    const attempt = {
      body: `public_id=${publicId}&version=`,
      timestamp: String(answer.version),
      signature: answer.signature,
    };
    assert.equal(await world.hear(attempt), 'forged');
  });

  describe('through the callables', () => {
    const dependencies = (): Dependencies => withoutRedis(world.database.sql, new Date());

    it('is refused with the field at fault', async () => {
      const usual = { type: 'image', size: 1000, contentType: 'image/jpeg', purpose: 'profile' };
      const bad: [object, RegExp][] = [
        [{ ...usual, size: 10_000_001 }, /^size: is larger/],
        [{ ...usual, size: 0 }, /^size/],
        [{ ...usual, size: 1e300 }, /^size/],
        [{ ...usual, contentType: 'image/svg+xml' }, /^contentType/],
        [{ ...usual, contentType: 'constructor' }, /^contentType/],
        [{ ...usual, type: 'video' }, /^contentType/],
        [{ ...usual, purpose: 'other' }, /^purpose/],
        [{ ...usual, fileName: '../../etc/passwd' }, /fileName/],
        [{ ...usual, publicId: 'profiles/x' }, /publicId/],
      ];
      process.env['CLOUDINARY_URL'] = world.standIn.url({ notification_url: 'http://127.0.0.1:1/' });
      const rows = async () => [...(await world.database.sql`select count(*) from media_files`)];
      const before = await rows();
      for (const [data, message] of bad) {
        await assert.rejects(
          call(createUpload.definition, { uid: 'ada', data }, dependencies()),
          (error: Error & { code?: string }) =>
            error.code === 'invalid-argument' && message.test(error.message),
          JSON.stringify(data),
        );
      }
      const data = { ...usual };
      await assert.rejects(call(createUpload.definition, { uid: null, data }, dependencies()), /sign in/);
      assert.deepEqual(await rows(), before);
    });

    it('with 20 MB, with no base64 and with no image is refused', async () => {
      const stored = world.standIn.files.size;
      const bad: [string, RegExp][] = [
        ['A'.repeat(20_000_000), /^the input: is larger than \d+ bytes$/],
        ['A'.repeat(8_388_612), /is larger than 6291456 bytes/],
        ['not base64 at all!', /data: is no base64/],
        [SVG.toString('base64'), /data: is no image/],
        [Buffer.from('GIF89a/*<script>*/=1').toString('base64'), /data: is refused|data: is no/],
        [Buffer.alloc(5000).toString('base64'), /data: is no image/],
      ];
      for (const [data, message] of bad) {
        await assert.rejects(
          call(uploadImage.definition, { uid: 'ada', data: { data, purpose: 'event' } }, dependencies()),
          (error: Error & { code?: string }) =>
            error.code === 'invalid-argument' && message.test(error.message),
          String(message),
        );
      }
      assert.equal(world.standIn.files.size, stored);
    });
  });

  it('of a picture through the function is settled at once', async () => {
    const data = file.toString('base64');
    const made = await passOn(world.context(), world.stores, { data, purpose: 'profile', source: 'web' });
    assert.deepEqual([made.status, made.bytes, made.format], ['ready', file.length, 'jpg']);
    await world.standIn.settled();
  });

  it('by announcing a lot at once does not get over the monthly limit', async () => {
    const size = 190_000_000;
    const video = { type: 'video', contentType: 'video/mp4', size } as const;
    const outcomes = await Promise.allSettled(
      Array.from({ length: 12 }, () => world.announce(video, 'greedy')),
    );
    const allowed = outcomes.filter(({ status }) => status === 'fulfilled').length;
    assert.equal(allowed, Math.floor(MONTHLY_BYTES / size));
    const refusals = outcomes.filter((outcome) => outcome.status === 'rejected');
    for (const { reason } of refusals) assert.equal((reason as { code: string }).code, 'over-quota');
    await world.announce({ size: 1000 }, 'modest');
  });

  it('by sending what is refused does not get over the monthly limit either', async () => {
    world.standIn.notifications = () => ({ copies: 2, delayMs: 0 });
    const { mediaId, answer } = await world.send(file, { size: 10 }, 'sly');
    await world.standIn.settled();
    assert.equal((await world.row(mediaId))['status'], 'rejected');
    assert.equal(answer.bytes, file.length);
    const used = () => usedThisMonth(world.database.sql, 'sly', new Date());
    assert.deepEqual(await used(), { uploads: 1, bytes: file.length }, 'once, with what it really had');

    // A signature works on when its row has been deleted.
    const { mediaId: deleted, fields } = await world.announce({ size: file.length }, 'sly');
    await remove(world.context('sly'), world.stores, deleted);
    assert.deepEqual(await used(), { uploads: 2, bytes: 2 * file.length });
    await world.upload(fields, file);
    await world.standIn.settled();
    assert.deepEqual(await used(), { uploads: 2, bytes: 2 * file.length });
    const later = new Date(Date.now() + 16 * 60_000);
    const unused = await world.announce({ size: 1000 }, 'idle');
    await remove(world.context('idle'), world.stores, unused.mediaId);
    assert.deepEqual(await usedThisMonth(world.database.sql, 'idle', later), { uploads: 0, bytes: 0 });

    for (let count = 2; count < MONTHLY_UPLOADS; count += 1) {
      const announced = await world.announce({ size: 10 }, 'sly');
      await remove(world.context('sly'), world.stores, announced.mediaId);
    }
    await assert.rejects(world.announce({ size: 10 }, 'sly'), { code: 'over-quota' });
  });
});
