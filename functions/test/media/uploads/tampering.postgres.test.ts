import assert from 'node:assert/strict';
import sharp from 'sharp';
import { deleteOwnedMedia } from '../../../src/media/deleteMedia.ts';
import { expireUploads } from '../../../src/media/maintenance/expireUploads.ts';
import { proxyUpload } from '../../../src/media/uploadImage.ts';
import { reserveUpload } from '../../../src/media/uploads/reserveUpload.ts';
import { uploadFields } from '../../../src/media/uploads/uploadFields.ts';
import { MediaHarness, minutesFromNow, randomPicture, VIDEO } from '../../support/media.ts';

const SVG = Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>',
);

describe('tampering with an upload', () => {
  let harness: MediaHarness;
  let file: Buffer;
  before(async () => {
    harness = await MediaHarness.open();
    file = await randomPicture();
  });
  after(() => harness.close());
  beforeEach(() => {
    harness.reset();
  });

  /** The row says why the file was rejected, and neither store has it. */
  async function assertRejected(mediaId: string, reason: RegExp): Promise<void> {
    await harness.idle();
    const row = await harness.row(mediaId);
    assert.equal(row['status'], 'rejected');
    assert.match(String(row['status_reason']), reason);
    assert.deepEqual([row['cloudinary_url'], row['thumbnail_url'], row['backed_up_at']], [null, null, null]);
    assert.equal(harness.isInCloudinary(mediaId) || harness.isInBucket(mediaId), false);
  }

  /** Cloudinary's SDK rejects with a plain object, the functions with an error. */
  const assertRefused = (attempt: Promise<unknown>, message: RegExp) =>
    assert.rejects(attempt, (error: unknown) => {
      assert.match(JSON.stringify(error) + String((error as { message?: string }).message), message);
      return true;
    });

  describe('with the signed fields', () => {
    it('is refused when any field is changed or added', async () => {
      const { fields } = await harness.reserve({ sizeBytes: file.length });
      const storedFiles = harness.cloudinary.files.size;
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
        await assertRefused(harness.upload({ ...fields, [name]: value }, file), /Invalid Signature/);
      }
      await assertRefused(harness.upload({ ...fields, api_key: 'other' }, file), /Unknown API key/);
      assert.equal(harness.cloudinary.files.size, storedFiles);
    });

    it('is refused after the signature has expired', async () => {
      const declaration = {
        uid: 'ada',
        fileType: 'image',
        format: 'jpg',
        sizeBytes: 1000,
        purpose: 'event',
        source: 'web',
        now: minutesFromNow(-16),
      } as const;
      const row = await reserveUpload(harness.database.sql, declaration);
      const fields = await uploadFields(harness.stores.cloudinary, row, 'http://127.0.0.1:1/');
      await assertRefused(harness.upload(fields, file), /Stale request/);
    });

    it('changes nothing when a signature is used twice', async () => {
      const { mediaId, fields } = await harness.reserve({ sizeBytes: file.length });
      const first = await harness.upload(fields, file);
      const second = await harness.upload(fields, await randomPicture(50, 50));
      assert.deepEqual(
        [second['existing'], second.version, second.bytes],
        [true, first.version, file.length],
      );
      await harness.idle();
      assert.equal((await harness.row(mediaId))['status'], 'ready');
    });

    it('leaves no file when the signature is used after deletion', async () => {
      const { mediaId, fields } = await harness.reserve({ sizeBytes: file.length });
      await harness.upload(fields, file);
      await harness.idle();
      await deleteOwnedMedia(harness.context(), harness.stores, mediaId);
      await harness.upload(fields, file);
      await harness.idle();
      assert.equal((await harness.row(mediaId))['status'], 'deleted');
      assert.equal(harness.isInCloudinary(mediaId), false);
    });

    it('ignores a file name that is a path', async () => {
      const { mediaId, fields, url } = await harness.reserve({ sizeBytes: file.length });
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) form.append(name, value);
      form.append('file', new Blob([new Uint8Array(file)]), '../../../etc/passwd');
      assert.equal((await fetch(url, { method: 'POST', body: form })).status, 200);
      await harness.idle();
      const row = await harness.row(mediaId);
      assert.deepEqual([row['status'], row['cloudinary_public_id']], ['ready', `showcase/${mediaId}`]);
    });
  });

  describe('with the resource type, which is not signed', () => {
    const video = { type: 'video', contentType: 'video/mp4', sizeBytes: VIDEO.length } as const;

    it('rejects a file posted as another type', async () => {
      const { mediaId, fields } = await harness.reserve(video);
      await harness.upload(fields, VIDEO, 'raw');
      await assertRejected(mediaId, /The file was not uploaded as video/);
    });

    it('removes a file of another type next to a ready one', async () => {
      const { mediaId, fields } = await harness.reserve(video);
      await harness.upload(fields, VIDEO, 'video');
      await harness.idle();
      await harness.upload(fields, VIDEO, 'raw');
      await harness.idle();
      assert.equal((await harness.row(mediaId))['status'], 'ready');
      const stored = [...harness.cloudinary.files.values()].filter(
        ({ publicId }) => publicId === fields['public_id'],
      );
      assert.deepEqual(
        stored.map(({ fileType }) => fileType),
        ['video'],
      );
    });

    it('removes a file of another type when the reservation expires, even without a notification', async () => {
      harness.deliverNotifications(0);
      const { mediaId, fields } = await harness.reserve(video);
      await harness.upload(fields, VIDEO, 'raw');
      await expireUploads(harness.database.sql, harness.stores, minutesFromNow(25 * 60));
      assert.equal((await harness.row(mediaId))['status'], 'expired');
      assert.equal(harness.isInCloudinary(mediaId), false);
    });
  });

  describe('with the content', () => {
    it('rejects a file larger than declared', async () => {
      for (const sizeBytes of [file.length - 1, 10]) {
        const { mediaId } = await harness.send(file, { sizeBytes });
        const reason = `has ${String(file.length)} bytes, but ${String(sizeBytes)} were declared`;
        await assertRejected(mediaId, new RegExp(reason));
      }
    });

    it('is refused for another format than declared, whatever the file is called', async () => {
      const storedFiles = harness.cloudinary.files.size;
      const { fields } = await harness.reserve({ contentType: 'image/png' });
      const contents = [
        SVG,
        file,
        await sharp(file).gif().toBuffer(),
        Buffer.from('\x89PNG\r\n\x1a\n<script>alert(1)</script>', 'latin1'),
        Buffer.alloc(100),
      ];
      for (const content of contents) {
        const upload = harness.upload(fields, content, 'image', 'picture.png');
        await assertRefused(upload, /not allowed|Invalid image/);
      }
      await assertRefused(harness.upload(fields, SVG, 'video', 'picture.png'), /not allowed|Invalid/);
      assert.equal(harness.cloudinary.files.size, storedFiles);
    });

    it('is found by the backup and by uploadImage when something hides in the file', async () => {
      const unsafe = [
        Buffer.concat([file, Buffer.from('<html><script>alert(1)</script></html>')]),
        Buffer.concat([file, Buffer.from('<?php system($_GET[0]); ?>')]),
        Buffer.concat([file, Buffer.from('PK\x05\x06' + '\0'.repeat(18), 'latin1')]),
        await sharp(file)
          .withExif({ IFD0: { ImageDescription: '<script>alert(1)</script>' } })
          .jpeg()
          .toBuffer(),
      ];
      for (const bytes of unsafe) {
        const { mediaId } = await harness.send(bytes);
        await harness.idle();
        await harness.backUpRequested();
        await assertRejected(mediaId, /The file contains (markup|a ZIP archive)/);
        const image = { data: bytes.toString('base64'), purpose: 'event', source: 'web' } as const;
        const proxied = proxyUpload(harness.context(), harness.stores, image);
        await assertRefused(proxied, /`data` contains/);
      }
    });
  });
});
