import { createHash } from 'node:crypto';
import { Readable, Transform, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Cloudinary } from '../../platform/cloudinary/cloudinary.ts';
import { DomainError } from '../../platform/errors.ts';
import { freeBuffers } from '../../platform/memory.ts';
import type { Bucket } from '../../platform/storage.ts';
import { contentTypeOf } from '../files/fileTypes.ts';
import { backupObjectName, cloudinaryFile, type MediaRow } from '../files/mediaRow.ts';
import { ContentInspector } from '../inspection/contentInspector.ts';

/** Upload chunk, held in memory until it is sent; must be a multiple of 256 KiB. */
const CHUNK_BYTES = 2 * 1024 * 1024;

/** Free buffers each time this many bytes have passed. */
const FREE_EVERY_BYTES = 8 * 1024 * 1024;

/** Abort when no data arrives for this long, in milliseconds. */
const STALL_TIMEOUT_MS = 60_000;

/** The file must not be kept; the message tells its owner why. */
export class UnsafeContentError extends Error {}

/**
 * Streams the original from Cloudinary to the bucket and returns its MD5 checksum in hexadecimal.
 *
 * @throws UnsafeContentError when the content is not what was declared or hides something else.
 */
export async function copyOriginal(cloudinary: Cloudinary, bucket: Bucket, row: MediaRow): Promise<string> {
  const format = row.file_format ?? row.declared_format;
  const url = await cloudinary.signer.downloadUrl(cloudinaryFile(row), format);
  const stalled = new AbortController();
  const stallTimer = setTimeout(() => {
    stalled.abort();
  }, STALL_TIMEOUT_MS);
  try {
    const response = await fetch(url, { signal: stalled.signal });
    if (!response.ok || response.body === null) {
      await response.body?.cancel();
      throw new DomainError('unreachable', `The original cannot be read (${String(response.status)}).`);
    }
    const inspection = inspectStream(row, () => stallTimer.refresh());
    await pipeline(Readable.fromWeb(response.body), inspection.stream, copyStream(bucket, row, format));
    return inspection.md5();
  } finally {
    clearTimeout(stallTimer);
  }
}

/** Writes the copy; the object appears when the stream ends, unless one exists already. */
function copyStream(bucket: Bucket, row: MediaRow, format: string): Writable {
  return bucket.file(backupObjectName(row)).createWriteStream({
    resumable: true,
    chunkSize: CHUNK_BYTES,
    // Compares the checksum of the bytes sent with that of the stored object.
    validation: 'md5',
    preconditionOpts: { ifGenerationMatch: 0 },
    metadata: {
      contentType: contentTypeOf(row.file_type, format),
      cacheControl: 'private, no-store',
      metadata: { mediaId: row.id },
    },
  });
}

/** A pass-through stream that fails at its end if the content is unsafe or incomplete. */
function inspectStream(row: MediaRow, onChunk: () => void): { stream: Transform; md5: () => string } {
  const md5 = createHash('md5');
  const inspector = new ContentInspector(row.declared_format);
  let bytes = 0;
  let unfreedBytes = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      onChunk();
      bytes += chunk.length;
      md5.update(chunk);
      inspector.add(chunk);
      unfreedBytes += chunk.length;
      if (unfreedBytes > FREE_EVERY_BYTES) {
        freeBuffers();
        unfreedBytes = 0;
      }
      done(null, chunk);
    },
    // Runs before the last chunk is sent, so a failure here leaves no object in the bucket.
    flush(done) {
      const problem = inspector.problem();
      if (bytes !== row.file_size_bytes) done(new Error('original truncated'));
      else done(problem === null ? null : new UnsafeContentError(`The file ${problem}.`));
    },
  });
  return { stream, md5: () => md5.digest('hex') };
}
