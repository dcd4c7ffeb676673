import { transaction, type Sql } from '../../platform/postgres.ts';
import { backupObjectName, findMedia, MEDIA_COLUMNS, type MediaRow, type MediaStatus } from './mediaRow.ts';
import { mediaCacheTags } from './mediaCacheTags.ts';
import type { MediaStores } from './mediaStores.ts';

/** Statuses of a removed file. A removed file never becomes `pending` or `ready` again. */
export type RemovedStatus = Exclude<MediaStatus, 'pending' | 'ready'>;

/** Which statuses each removed status may follow. */
const TRANSITIONS: Record<RemovedStatus, readonly MediaStatus[]> = {
  rejected: ['pending', 'ready'],
  expired: ['pending'],
  deleted: ['pending', 'ready', 'rejected', 'expired'],
};

/** How long an upload may still be in flight after `upload_until`: slow connections, chunked uploads. */
const UPLOAD_GRACE = '1 hour';

/**
 * Removes a file: its row changes status, so that it is no longer shown, linked or backed up; then both stores
 * delete it. With `unlessUsed`, a file that a document references stays. Returns the row afterwards, if it still
 * exists.
 *
 * @throws DomainError `unreachable` when a store is down. The status has changed by then, and `recoverMedia`
 * deletes the file later.
 */
export async function removeMedia(
  sql: Sql,
  stores: MediaStores,
  mediaId: string,
  removal: { status: RemovedStatus; reason: string | null; unlessUsed?: true },
): Promise<MediaRow | undefined> {
  // Read first, because the links go with the status.
  const tags = await mediaCacheTags(sql, mediaId);
  const changed = await changeStatus(sql, mediaId, removal);
  if (changed !== undefined) await stores.invalidate(tags);
  if (changed?.purpose === 'profile') await stores.requestCard(changed.user_id);
  const row = changed ?? (await findMedia(sql, mediaId));
  if (row === undefined || row.status === 'pending' || row.status === 'ready') return row;
  await removeFromStores(sql, stores, row);
  return findMedia(sql, mediaId);
}

/** Sets the status and deletes the usage links. Returns undefined when the status may not change. */
async function changeStatus(
  sql: Sql,
  mediaId: string,
  { status, reason, unlessUsed }: { status: RemovedStatus; reason: string | null; unlessUsed?: true },
): Promise<MediaRow | undefined> {
  const allowed = JSON.stringify(TRANSITIONS[status]);
  return transaction(sql, async (tx) => {
    if (unlessUsed) {
      // Waits for transactions that are linking the file. A separate statement, so that the next one sees the link.
      await tx`select from media_files where id = ${mediaId} for update`;
      const [used] = await tx`select from media_usage where media_id = ${mediaId} limit 1`;
      if (used !== undefined) return undefined;
    }
    const rows = await tx<MediaRow[]>`
      update media_files set
        status = ${status}, status_reason = ${reason}, updated_at = clock_timestamp(),
        cloudinary_url = null, thumbnail_url = null, medium_url = null, compressed_url = null
      where id = ${mediaId} and status in (select json_array_elements_text(${allowed}::text::json))
      returning ${tx.unsafe(MEDIA_COLUMNS)}`;
    // A separate statement, to see links committed while the update waited for the row lock.
    await tx`delete from media_usage where media_id = ${mediaId} and ${rows.length === 1}`;
    return rows[0];
  });
}

/**
 * Deletes a removed file from both stores. Until uploads with its signature can no longer be in flight, the row
 * keeps no `removed_at`, so that later runs delete late arrivals; after that, the row of a `deleted` file goes too.
 */
export async function removeFromStores(sql: Sql, stores: MediaStores, row: MediaRow): Promise<void> {
  // Read before deleting: an upload that arrives in between must not be missed.
  const [{ is_final: isFinal } = { is_final: false }] = await sql<{ is_final: boolean }[]>`
    select upload_until + ${UPLOAD_GRACE}::interval < now() as is_final from media_files where id = ${row.id}`;
  // In this order, a rename at the same time moves the file out of neither.
  if (row.former_public_id !== null) await stores.cloudinary.remove(row.former_public_id);
  await stores.cloudinary.remove(row.cloudinary_public_id);
  const bucket = await stores.bucket();
  await bucket?.file(backupObjectName(row)).delete({ ignoreNotFound: true });
  if (!isFinal) return;
  await sql`
    with deleted as (delete from media_files where id = ${row.id} and status = 'deleted')
    update media_files set removed_at = clock_timestamp()
    where id = ${row.id} and status in ('rejected', 'expired')`;
}
