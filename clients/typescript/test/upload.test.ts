import assert from 'node:assert/strict';
import { NoConnection, NotReady } from '../src/errors.ts';
import { talentError } from '../src/toTalentError.ts';
import type { PostRequest } from '../src/upload/post.ts';
import { uploadThrough, type UploadCallables } from '../src/upload/uploadMedia.ts';

const MEGABYTE = 1024 * 1024;
const RECEIPT = { version: 7, signature: 'signed' };
const LOST = talentError('no-connection', 'The connection was lost.');

interface Upload {
  /** Ranges that were posted, or null for a whole file. */
  ranges: (string | null)[];
  uploadIds: Set<string | undefined>;
  progress: number[];
  result: unknown;
}

/** Uploads a file while posts are answered in turn: with an error, or as Cloudinary does. */
async function upload(megabytes: number, faults: (Error | null)[] = [], notReady = 0): Promise<Upload> {
  const done: Upload = { ranges: [], uploadIds: new Set(), progress: [], result: null };
  let looks = 0;
  const talent: UploadCallables = {
    createUpload: () =>
      Promise.resolve({ mediaId: 'm', url: 'https://upload', fields: { a: 'b' }, validUntil: '' }),
    completeUpload: (input) => {
      looks += 1;
      if (looks <= notReady) return Promise.reject(new NotReady('not-ready', 'Not yet.'));
      return Promise.resolve({ ...input, status: 'ready' } as never);
    },
  };
  const post = ({ headers, form }: PostRequest): Promise<unknown> => {
    assert.equal(form.get('a'), 'b');
    done.ranges.push(headers['content-range'] ?? null);
    done.uploadIds.add(headers['x-unique-upload-id']);
    const fault = faults[done.ranges.length - 1] ?? null;
    return fault === null ? Promise.resolve(RECEIPT) : Promise.reject(fault);
  };
  const clock = { sleep: () => Promise.resolve(), random: () => 0.5 };
  const onProgress = ({ sentBytes }: { sentBytes: number }): void => void done.progress.push(sentBytes);
  const file = new Blob([new Uint8Array(megabytes * MEGABYTE)], { type: 'video/mp4' });
  done.result = await uploadThrough(talent, file, { purpose: 'event', onProgress }, post, clock);
  return done;
}

describe('an upload by the TypeScript client', () => {
  it('posts a small file at once', async () => {
    const { ranges, result, progress } = await upload(2);
    assert.deepEqual(ranges, [null]);
    assert.deepEqual(result, { mediaId: 'm', ...RECEIPT, status: 'ready' });
    assert.deepEqual(progress, [0, 2 * MEGABYTE]);
  });

  it('posts a large file in chunks that make up all of it', async () => {
    const { ranges, uploadIds, progress } = await upload(14);
    const total = String(14 * MEGABYTE);
    assert.deepEqual(ranges, [
      `bytes 0-6291455/${total}`,
      `bytes 6291456-12582911/${total}`,
      `bytes 12582912-14680063/${total}`,
    ]);
    assert.equal(uploadIds.size, 1);
    assert.equal(progress.at(-1), 14 * MEGABYTE);
  });

  it('sends only a chunk again whose connection was lost', async () => {
    const { ranges, uploadIds } = await upload(14, [null, LOST, LOST]);
    assert.deepEqual(
      ranges.map((range) => range?.split('-')[0]),
      ['bytes 0', 'bytes 6291456', 'bytes 6291456', 'bytes 6291456', 'bytes 12582912'],
    );
    assert.equal(uploadIds.size, 1);
  });

  it('starts again under another id when Cloudinary refuses a repeated chunk', async () => {
    const refused = talentError('bad-input', 'Chunks are missing');
    const { ranges, uploadIds } = await upload(8, [null, LOST, refused]);
    assert.equal(ranges.length, 5);
    assert.deepEqual([...uploadIds], ['m', 'm-again']);
    await assert.rejects(upload(8, [null, refused]), refused);
  });

  it('gives up when nothing gets through', async () => {
    await assert.rejects(upload(8, Array<Error>(100).fill(LOST)), NoConnection);
  });

  it('asks again for a file that has not arrived yet', async () => {
    assert.deepEqual((await upload(1, [], 3)).result, { mediaId: 'm', ...RECEIPT, status: 'ready' });
    await assert.rejects(upload(1, [], 100), NotReady);
  });
});
