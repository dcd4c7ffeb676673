import type { Cloudinary } from '../../platform/cloudinary/cloudinary.ts';
import { removeFiles } from '../../platform/cloudinary/removeFiles.ts';
import type { Sql } from '../../platform/postgres.ts';
import { deleteObjects, type Bucket } from '../../platform/storage.ts';
import { mediaCacheTags } from './mediaCacheTags.ts';
import { backupObjectName, uploadPublicId, type MediaRow } from './mediaRow.ts';
import { PURPOSE_NAMES } from './purposes.ts';

/** The stores that a person's media are removed from; null for one that is not configured. */
interface RemovalStores {
  cloudinary: Cloudinary | null;
  bucket: Bucket | null;
  invalidate: (tags: string[]) => Promise<void>;
}

type OwnRow = Pick<MediaRow, 'id' | 'purpose' | 'cloudinary_public_id' | 'former_public_id'>;

/**
 * Removes everything that a person has uploaded from both stores. The rows stay, marked as deleted, so that no backup
 * or upload that is under way is recorded. Idempotent.
 *
 * @param mediaIds ids of the person's files whose rows may be gone: whatever has arrived under them since goes, too
 * @returns how many files there were in each store
 * @throws when a store fails; try again.
 */
export async function removeMediaOf(
  sql: Sql,
  { cloudinary, bucket, invalidate }: RemovalStores,
  uid: string,
  mediaIds: readonly string[],
): Promise<{ files: number; backups: number }> {
  const rows = await markDeleted(sql, uid);
  await invalidate(await mediaCacheTags(sql, ...rows.map(({ id }) => id)));
  const known = new Set(rows.map(({ id }) => id));
  const late = mediaIds.filter((id) => !known.has(id)).flatMap(withEachPurpose);
  const former = rows.flatMap((row) => row.former_public_id ?? []);
  const present = [...rows.map((row) => row.cloudinary_public_id), ...late.map(uploadPublicId)];
  let files = 0;
  if (cloudinary !== null) {
    // In this order, a rename at the same time moves the file out of neither.
    files += await removeFiles(cloudinary, former);
    files += await removeFiles(cloudinary, present);
  }
  const backups = bucket === null ? 0 : await deleteObjects(bucket, [...rows, ...late].map(backupObjectName));
  return { files, backups };
}

/** Also the rows that were marked before: their files may not have been deleted yet. */
async function markDeleted(sql: Sql, uid: string): Promise<OwnRow[]> {
  return sql<OwnRow[]>`
    update media_files set
      status = 'deleted', status_reason = 'The account was deleted.', updated_at = clock_timestamp(),
      cloudinary_url = null, thumbnail_url = null, medium_url = null, compressed_url = null
    where user_id = ${uid}
    returning id, purpose, cloudinary_public_id, former_public_id`;
}

/** Without a row, what a file was uploaded for is not known. */
function withEachPurpose(id: string): Pick<MediaRow, 'id' | 'purpose'>[] {
  return PURPOSE_NAMES.map((purpose) => ({ id, purpose }));
}
