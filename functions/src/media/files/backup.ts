import { createHash } from 'node:crypto';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { logger } from '../../platform/logger.ts';
import { DomainError } from '../../platform/errors.ts';
import { freeBuffers } from '../../platform/memory.ts';
import type { Sql } from '../../platform/postgres.ts';
import type { Bucket } from '../../platform/storage.ts';
import { Inspector } from './contents.ts';
import { contentTypeOf } from './kinds.ts';
import { retire } from './retire.ts';
import { backupName, fileOf, mediaById, type MediaRow } from './row.ts';
import type { Stores } from './stores.ts';

/** Bytes that are sent in one request, and in memory until then: a multiple of 256 KiB. */
const CHUNK_BYTES = 2 * 1024 * 1024;

/** How many bytes pass until the memory that they took is freed. */
const FREE_BYTES = 8 * 1024 * 1024;

/** How long a store may be silent, in milliseconds. */
const SILENCE_MS = 60_000;

/** What became of a request to copy a file. */
export type Backup = 'copied' | 'was copied' | 'rejected' | 'not there' | 'no bucket';

/**
 * Copies a ready file to the bucket, and notes the copy in its row. The copy appears in the bucket only when
 * it is complete, and once: of several that copy at the same time, one does, and a copy that nobody noted is
 * noted by the next. On its way the file is looked through; if something hides in it, it is rejected.
 *
 * @throws when a store fails: ask again.
 */
export async function backUp(sql: Sql, stores: Stores, mediaId: string): Promise<Backup> {
  const bucket = await stores.bucket();
  if (bucket === null) return 'no bucket';
  const row = await mediaById(sql, mediaId);
  if (row?.status !== 'ready') return 'not there';
  if (row.backed_up_at !== null) return 'was copied';
  const before = await copyIn(bucket, row);
  if (before?.bytes === row.file_size_bytes) return note(sql, bucket, row, before.md5, 'was copied');
  // What is there is no copy of this file.
  if (before !== null) await bucket.file(backupName(row)).delete({ ignoreNotFound: true });
  try {
    const md5 = await copy(stores, bucket, row);
    await countDownload(sql, row);
    return await note(sql, bucket, row, md5, 'copied');
  } catch (error) {
    if (error instanceof Hidden) {
      await retire(sql, stores, row.id, { status: 'rejected', reason: error.message });
      logger.warn('an uploaded file was rejected', { mediaId, reason: error.message });
      return 'rejected';
    }
    // Somebody else has finished first.
    const after = await copyIn(bucket, row);
    if (after?.bytes === row.file_size_bytes) return note(sql, bucket, row, after.md5, 'was copied');
    throw error;
  }
}

/** What the bucket has of this file. */
async function copyIn(
  bucket: Bucket,
  row: Pick<MediaRow, 'cloudinary_public_id'>,
): Promise<{ bytes: number; md5: string } | null> {
  try {
    const [{ size, md5Hash = '' }] = await bucket.file(backupName(row)).getMetadata();
    return { bytes: Number(size), md5: hex(md5Hash) };
  } catch (error) {
    if ((error as { code?: unknown }).code === 404) return null;
    throw error;
  }
}

/** A checksum as Cloud Storage writes it, in hexadecimal digits. */
export function hex(base64: string): string {
  return Buffer.from(base64, 'base64').toString('hex');
}

/** Something that may not be kept. */
class Hidden extends Error {}

/** Copies the file, in pieces, and returns its checksum. */
async function copy(stores: Stores, bucket: Bucket, row: MediaRow): Promise<string> {
  const url = await stores.cloudinary.downloadUrl(fileOf(row), row.file_format ?? row.announced_format);
  const silence = new AbortController();
  const watch = setTimeout(() => {
    silence.abort();
  }, SILENCE_MS);
  try {
    const response = await fetch(url, { signal: silence.signal });
    if (!response.ok || response.body === null) {
      await response.body?.cancel();
      throw new DomainError('unreachable', `the original cannot be read (${String(response.status)})`);
    }
    const { passing, result } = inspecting(row, () => watch.refresh());
    const target = bucket.file(backupName(row));
    await pipeline(
      Readable.fromWeb(response.body),
      passing,
      target.createWriteStream({
        resumable: true,
        chunkSize: CHUNK_BYTES,
        // The client compares the checksum of what it sent with that of what the bucket has.
        validation: 'md5',
        preconditionOpts: { ifGenerationMatch: 0 },
        metadata: {
          contentType: contentTypeOf(row.file_type, row.file_format ?? row.announced_format),
          cacheControl: 'private, no-store',
          metadata: { mediaId: row.id },
        },
      }),
    );
    return result();
  } finally {
    clearTimeout(watch);
  }
}

/** What a file passes through on its way: fails at its end if it is not the one that was uploaded. */
function inspecting(row: MediaRow, onPiece: () => void): { passing: Transform; result: () => string } {
  const md5 = createHash('md5');
  const inspector = new Inspector(row.announced_format);
  let bytes = 0;
  let unfreed = 0;
  const passing = new Transform({
    transform(piece: Buffer, _encoding, done) {
      onPiece();
      bytes += piece.length;
      md5.update(piece);
      inspector.add(piece);
      unfreed += piece.length;
      if (unfreed > FREE_BYTES) {
        freeBuffers();
        unfreed = 0;
      }
      done(null, piece);
    },
    // Before the last piece is sent, so before there is a copy.
    flush(done) {
      const problem = inspector.problem();
      if (bytes !== row.file_size_bytes) done(new Error('the original was cut off'));
      else done(problem === null ? null : new Hidden(problem));
    },
  });
  return { passing, result: () => md5.digest('hex') };
}

/** Notes the copy; removes it when the file has ended meanwhile. */
async function note(sql: Sql, bucket: Bucket, row: MediaRow, md5: string, outcome: Backup): Promise<Backup> {
  const noted = await sql`
    update media_files set
      backed_up_at = clock_timestamp(), backup_md5 = ${md5}, updated_at = clock_timestamp(),
      firebase_backup_url = ${`gs://${bucket.name}/${backupName(row)}`}
    where id = ${row.id} and status = 'ready' and backed_up_at is null
    returning id`;
  if (noted.length === 1) return outcome;
  const now = await mediaById(sql, row.id);
  if (now?.status === 'ready') return outcome;
  await bucket.file(backupName(row)).delete({ ignoreNotFound: true });
  return 'not there';
}

/** The download counts against the media store's plan. */
async function countDownload(sql: Sql, row: MediaRow): Promise<void> {
  await sql`
    insert into usage_metrics (user_id, metric_type, value, operation)
    values (${row.user_id}, 'media_bandwidth', ${row.file_size_bytes}, 'backup')`;
}
