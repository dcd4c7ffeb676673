import type { Sql } from '../../platform/postgres.ts';
import { cloudinaryFile, type MediaRow } from '../files/mediaRow.ts';
import type { MediaStores } from '../files/mediaStores.ts';
import { removeMedia } from '../files/removeMedia.ts';
import { reconcileUpload } from '../uploads/reconcileUpload.ts';
import { BATCH_SIZE, findPending, newSweepCounts, sweepRows, type SweepCounts } from './sweepRows.ts';

/** Age at which a pending upload expires, in hours. */
const PENDING_HOURS = 24;

/** Expires uploads that are still pending after a day, unless Cloudinary turns out to have the file. */
export async function expireUploads(sql: Sql, stores: MediaStores, now: Date): Promise<SweepCounts> {
  const counts = newSweepCounts();
  const expireUpload = async (row: MediaRow): Promise<void> => {
    const asset = await stores.cloudinary.find(cloudinaryFile(row));
    const result = asset === null ? null : await reconcileUpload(sql, stores, asset);
    if (result !== null && result.status !== 'pending') {
      counts.reconciled += 1;
      return;
    }
    const reason =
      asset === null ? 'No file was uploaded within 24 hours.' : 'Moderation did not decide within 24 hours.';
    await removeMedia(sql, stores, row.id, { status: 'expired', reason });
    counts.expired += 1;
  };
  for (;;) {
    const rows = await findPending(sql, now, PENDING_HOURS * 60);
    await sweepRows(counts, rows, expireUpload);
    // After a failure, stop: the next query would return the failed rows again.
    if (rows.length < BATCH_SIZE || counts.failed > 0) return counts;
  }
}

/** Deletes rejected and expired rows 30 days after their files were removed. */
export async function purgeRemovedRows(sql: Sql, now: Date): Promise<void> {
  await sql`
    delete from media_files
    where status in ('rejected', 'expired') and removed_at < ${now.toISOString()}::timestamptz - interval '30 days'`;
}
