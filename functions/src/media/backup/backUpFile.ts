import { logger } from '../../platform/logger.ts';
import type { Sql } from '../../platform/postgres.ts';
import type { Bucket } from '../../platform/storage.ts';
import { backupObjectName, findMedia, type MediaRow } from '../files/mediaRow.ts';
import type { MediaStores } from '../files/mediaStores.ts';
import { removeMedia } from '../files/removeMedia.ts';
import { copyOriginal, UnsafeContentError } from './copyOriginal.ts';
import { base64ToHex } from './base64ToHex.ts';

/** `not ready`: the file does not exist, is pending, or has been removed. */
export type BackupOutcome = 'copied' | 'already copied' | 'rejected' | 'not ready' | 'no bucket';

/**
 * Copies a ready file to the backup bucket and records the copy in its row. A copy appears in the bucket only when
 * it is complete, and of several concurrent runs only one creates it. A complete copy that no row records, left by a
 * run that was killed, is recorded by the next run. The content is inspected on the way; unsafe files are rejected.
 *
 * @throws when a store fails; try again.
 */
export async function backUpFile(sql: Sql, stores: MediaStores, mediaId: string): Promise<BackupOutcome> {
  const bucket = await stores.bucket();
  if (bucket === null) return 'no bucket';
  const row = await findMedia(sql, mediaId);
  if (row?.status !== 'ready') return 'not ready';
  if (row.backed_up_at !== null) return 'already copied';
  const existing = await findCopy(bucket, row);
  if (existing?.bytes === row.file_size_bytes) {
    return recordCopy(sql, bucket, row, existing.md5, 'already copied');
  }
  // The size differs, so the object is not a copy of this file.
  if (existing !== null) await bucket.file(backupObjectName(row)).delete({ ignoreNotFound: true });
  try {
    const md5 = await copyOriginal(stores.cloudinary, bucket, row);
    await countDownload(sql, row);
    return await recordCopy(sql, bucket, row, md5, 'copied');
  } catch (error) {
    if (error instanceof UnsafeContentError) {
      await removeMedia(sql, stores, row.id, { status: 'rejected', reason: error.message });
      logger.warn('uploaded file rejected', { mediaId, reason: error.message });
      return 'rejected';
    }
    // Another run may have finished first.
    const copy = await findCopy(bucket, row);
    if (copy?.bytes === row.file_size_bytes) {
      return recordCopy(sql, bucket, row, copy.md5, 'already copied');
    }
    throw error;
  }
}

async function findCopy(
  bucket: Bucket,
  row: Pick<MediaRow, 'id' | 'purpose'>,
): Promise<{ bytes: number; md5: string } | null> {
  try {
    const [{ size, md5Hash = '' }] = await bucket.file(backupObjectName(row)).getMetadata();
    return { bytes: Number(size), md5: base64ToHex(md5Hash) };
  } catch (error) {
    if ((error as { code?: unknown }).code === 404) return null;
    throw error;
  }
}

/** Records the copy; deletes it instead when the file has been removed meanwhile. */
async function recordCopy(
  sql: Sql,
  bucket: Bucket,
  row: MediaRow,
  md5: string,
  outcome: BackupOutcome,
): Promise<BackupOutcome> {
  const recorded = await sql`
    update media_files set
      backed_up_at = clock_timestamp(), backup_md5 = ${md5}, updated_at = clock_timestamp(),
      firebase_backup_url = ${`gs://${bucket.name}/${backupObjectName(row)}`}
    where id = ${row.id} and status = 'ready' and backed_up_at is null
    returning id`;
  if (recorded.length === 1) return outcome;
  const current = await findMedia(sql, row.id);
  if (current?.status === 'ready') return outcome;
  await bucket.file(backupObjectName(row)).delete({ ignoreNotFound: true });
  return 'not ready';
}

/** Downloads for backups count against Cloudinary's plan. */
async function countDownload(sql: Sql, row: MediaRow): Promise<void> {
  await sql`
    insert into usage_metrics (user_id, metric_type, value, operation)
    select id, 'media_bandwidth', ${row.file_size_bytes}, 'backup' from users where id = ${row.user_id}`;
}
