import { logger } from '../../platform/logger.ts';
import { transaction, type Sql, type TransactionSql } from '../../platform/postgres.ts';
import { renditionUrls } from '../delivery/renditionUrls.ts';
import { UNSHOWN_GRACE } from '../files/isShownToOthers.ts';
import { mediaCacheTags } from '../files/mediaCacheTags.ts';
import { MEDIA_COLUMNS, type MediaRow } from '../files/mediaRow.ts';
import type { MediaStores } from '../files/mediaStores.ts';
import { BATCH_SIZE, newSweepCounts, sweepRows, type SweepCounts } from './sweepRows.ts';

/**
 * Ends the URLs of files that no document has shown to others for a day, which people may have kept: the files get a
 * new public id, which no URL that was handed out is signed for. Their owners see them under new URLs, and so does
 * everybody once a document shows them again. Each file costs one call of the Upload API, which is not rate-limited.
 *
 * The new public id is recorded before Cloudinary is asked for it, so a run that is cut off is completed by the next.
 */
export async function withdrawUrls(sql: Sql, stores: MediaStores, now: Date): Promise<SweepCounts> {
  const counts = newSweepCounts();
  for (;;) {
    const claimed = await transaction(sql, (tx) => claimUnshown(tx, stores, now));
    await finishRenames(sql, stores, counts);
    // After a failure, stop: recoverMedia tries again.
    if (claimed < BATCH_SIZE || counts.failed > 0) return counts;
  }
}

/** Renames the files in Cloudinary whose new public id is recorded. */
export async function finishRenames(sql: Sql, stores: MediaStores, counts: SweepCounts): Promise<void> {
  const rows = await sql<MediaRow[]>`
    select ${sql.unsafe(MEDIA_COLUMNS)} from media_files
    where status = 'ready' and former_public_id is not null
    order by withdrawn_at limit ${BATCH_SIZE}`;
  await sweepRows(counts, rows, async (row) => {
    const { id, cloudinary_public_id: publicId, former_public_id: former, file_type: fileType } = row;
    if (former === null) return;
    const wasRenamed = await stores.cloudinary.rename({ publicId: former, fileType }, publicId);
    // An earlier run may have renamed it. If it is nowhere, `npm run media -- verify` restores it.
    if (!wasRenamed) logger.info('file was not under its former public id', { mediaId: id });
    // Before the row says that it is done, so that no answer or card is left with a URL that has ended. Somebody may
    // have stopped hiding while the file was given its new public id, and their card shows the former one.
    await stores.invalidate(await mediaCacheTags(sql, id));
    if (row.purpose === 'profile') await stores.requestCard(row.user_id);
    await sql`update media_files set former_public_id = null where id = ${id} and former_public_id = ${former}`;
    counts.withdrawn += 1;
  });
}

/** Gives up to 500 files a new public id, with its URLs. Returns how many. */
async function claimUnshown(tx: TransactionSql, { cloudinary }: MediaStores, now: Date): Promise<number> {
  const rows = await tx<MediaRow[]>`
    with unshown as (
      select file.id as unshown_id
      from media_files as file join users on users.id = user_id
      where status = 'ready' and former_public_id is null
        and greatest(ready_at, unused_since) < ${now.toISOString()}::timestamptz - ${UNSHOWN_GRACE}::interval
        and not exists (select from shown_media where media_id = file.id)
        -- Documents that cannot be applied show their files all the same.
        and not exists (select from dead_letters where position(file.id::text in message::text) > 0)
        and (
          withdrawn_at is null
          or withdrawn_at < unused_since
          -- Shown again meanwhile by somebody who has hidden since.
          or (withdrawn_at < users.changed_at and exists (select from media_usage where media_id = file.id))
        )
      order by file.id limit ${BATCH_SIZE}
      for update of file skip locked
    )
    update media_files as file set
      former_public_id = cloudinary_public_id,
      cloudinary_public_id =
        split_part(cloudinary_public_id, '/', 1) || '/' || file.id || '-' || left(gen_random_uuid()::text, 8),
      withdrawn_at = ${now.toISOString()}, updated_at = clock_timestamp()
    from unshown where unshown_id = file.id
    returning ${tx.unsafe(MEDIA_COLUMNS)}`;
  if (rows.length === 0) return 0;
  const urls = rows.map((row) => ({
    id: row.id,
    ...renditionUrls(cloudinary, row, row.cloudinary_version ?? 1),
  }));
  await tx`
    update media_files set
      cloudinary_url = "full", thumbnail_url = thumbnail, medium_url = medium, compressed_url = compressed
    from json_to_recordset(${JSON.stringify(urls)}::text::json)
      as url (id uuid, "full" text, thumbnail text, medium text, compressed text)
    where media_files.id = url.id`;
  return rows.length;
}
