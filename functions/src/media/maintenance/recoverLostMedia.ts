import type { Sql } from '../../platform/postgres.ts';
import { cloudinaryFile, MEDIA_COLUMNS, type MediaRow } from '../files/mediaRow.ts';
import type { MediaStores } from '../files/mediaStores.ts';
import { removeFromStores } from '../files/removeMedia.ts';
import { reconcileUpload } from '../uploads/reconcileUpload.ts';
import { finishRenames } from './withdrawUrls.ts';
import { BATCH_SIZE, findPending, newSweepCounts, sweepRows, type SweepCounts } from './sweepRows.ts';

/** Age at which a pending upload is looked up, and a missing backup requested again, in minutes. */
const GRACE_MINUTES = 10;

/**
 * Finishes interrupted work: reconciles uploads whose notification was lost, requests missing backups, deletes files
 * that a store failed to delete, and renames those whose URLs are withdrawn.
 */
export async function recoverLostMedia(sql: Sql, stores: MediaStores, now: Date): Promise<SweepCounts> {
  const counts = newSweepCounts();
  await sweepRows(counts, await findPending(sql, now, GRACE_MINUTES), async (row) => {
    const asset = await stores.cloudinary.find(cloudinaryFile(row));
    await sql`update media_files set checked_at = ${now.toISOString()} where id = ${row.id}`;
    if (asset === null) return;
    const result = await reconcileUpload(sql, stores, asset);
    if (result !== null && result.status !== 'pending') counts.reconciled += 1;
  });
  if ((await stores.bucket()) !== null) {
    await sweepRows(counts, await findWithoutBackup(sql, now), async (row) => {
      await stores.requestBackup(row.id);
      counts.backupsRequested += 1;
    });
  }
  await sweepRows(counts, await findUnremoved(sql), async (row) => {
    await removeFromStores(sql, stores, row);
    counts.removed += 1;
  });
  await finishRenames(sql, stores, counts);
  return counts;
}

async function findWithoutBackup(sql: Sql, now: Date): Promise<MediaRow[]> {
  return sql<MediaRow[]>`
    select ${sql.unsafe(MEDIA_COLUMNS)} from media_files
    where status = 'ready' and backed_up_at is null
      and ready_at < ${now.toISOString()}::timestamptz - make_interval(mins => ${GRACE_MINUTES})
    order by ready_at limit ${BATCH_SIZE}`;
}

async function findUnremoved(sql: Sql): Promise<MediaRow[]> {
  return sql<MediaRow[]>`
    select ${sql.unsafe(MEDIA_COLUMNS)} from media_files
    where status in ('rejected', 'expired', 'deleted') and removed_at is null
    order by updated_at limit ${BATCH_SIZE}`;
}
