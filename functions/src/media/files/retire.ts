import { transaction, type Sql } from '../../platform/postgres.ts';
import { backupName, fileOf, mediaById, MEDIA_COLUMNS, type MediaRow, type Status } from './row.ts';
import type { Stores } from './stores.ts';

/** Ends of a file. A file that has ended stays so. */
export type End = Exclude<Status, 'pending' | 'ready'>;

/** From which states a file may come to each end. */
const FROM: Record<End, readonly Status[]> = {
  rejected: ['pending', 'ready'],
  expired: ['pending'],
  deleted: ['pending', 'ready', 'rejected', 'expired'],
};

/** How long after its end an upload may still be under way: a slow connection, many parts. */
const UNDER_WAY = '1 hour';

/**
 * Ends a file: from the moment that its row says so it is not shown, linked or copied any more, and then it
 * is removed from both stores. With `unlessUsed` nothing happens to a file that a document names. Returns the
 * row as it is then, if it still is there.
 *
 * @throws DomainError `unreachable` when a store is; the row has ended all the same, and the sweep removes
 * the file.
 */
export async function retire(
  sql: Sql,
  stores: Stores,
  mediaId: string,
  end: { status: End; reason: string | null; unlessUsed?: true },
): Promise<MediaRow | undefined> {
  const ended = await transaction(sql, async (own) => {
    if (end.unlessUsed) {
      // Whoever is linking it holds the row until then. A statement of its own, which sees that link.
      await own`select from media_files where id = ${mediaId} for update`;
      const [used] = await own`select from media_usage where media_id = ${mediaId} limit 1`;
      if (used !== undefined) return undefined;
    }
    const rows = await own<MediaRow[]>`
      update media_files set
        status = ${end.status}, status_reason = ${end.reason}, updated_at = clock_timestamp(),
        cloudinary_url = null, thumbnail_url = null, medium_url = null, compressed_url = null
      where id = ${mediaId} and status in (select json_array_elements_text(${JSON.stringify(FROM[end.status])}::text::json))
      returning ${own.unsafe(MEDIA_COLUMNS)}`;
    // A statement of its own, which sees the links of whoever held the row until now.
    await own`delete from media_usage where media_id = ${mediaId} and ${rows.length === 1}`;
    return rows[0];
  });
  if (ended !== undefined) await stores.forget(mediaId);
  const row = ended ?? (await mediaById(sql, mediaId));
  if (row === undefined || row.status === 'pending' || row.status === 'ready') return row;
  await removeFiles(sql, stores, row);
  return mediaById(sql, mediaId);
}

/**
 * Removes whatever the stores have of a file that has ended. It counts as removed for good, and the row of a
 * deleted one goes, once no upload with its signature can be under way any more.
 */
export async function removeFiles(sql: Sql, stores: Stores, row: MediaRow): Promise<void> {
  const [{ last } = { last: false }] = await sql<{ last: boolean }[]>`
    select upload_until + ${UNDER_WAY}::interval < now() as last from media_files where id = ${row.id}`;
  await stores.cloudinary.remove(fileOf(row));
  const bucket = await stores.bucket();
  await bucket?.file(backupName(row)).delete({ ignoreNotFound: true });
  if (!last) return;
  await sql`
    with gone as (delete from media_files where id = ${row.id} and status = 'deleted')
    update media_files set removed_at = clock_timestamp()
    where id = ${row.id} and status in ('rejected', 'expired')`;
}
