import type { Sql } from '../../platform/postgres.ts';
import type { MediaStores } from '../files/mediaStores.ts';
import { removeMedia } from '../files/removeMedia.ts';
import { BATCH_SIZE, newSweepCounts, sweepRows, type SweepCounts } from './sweepRows.ts';

/** How long a file must be unreferenced to count as unused, in days. */
export const UNUSED_DAYS = 30;

export interface UnusedMedia {
  id: string;
  user_id: string;
  purpose: string;
  file_size_bytes: number;
  unused_since: Date;
}

/**
 * Ready files that no document has referenced for 30 days, longest unused first. A document that cannot be applied still
 * references its files.
 */
export async function findUnusedMedia(sql: Sql, now: Date, limit: number): Promise<UnusedMedia[]> {
  return sql<UnusedMedia[]>`
    select id, user_id, purpose, file_size_bytes::float8 as file_size_bytes,
      greatest(unused_since, ready_at) as unused_since
    from media_files
    where status = 'ready'
      and greatest(unused_since, ready_at) < ${now.toISOString()}::timestamptz - make_interval(days => ${UNUSED_DAYS})
      and not exists (select from media_usage where media_id = media_files.id)
      and not exists (select from dead_letters where position(media_files.id::text in message::text) > 0)
    order by greatest(unused_since, ready_at), id limit ${limit}`;
}

/** Removes unused files, longest unused first. A file that is linked meanwhile stays. */
export async function removeUnusedMedia(
  sql: Sql,
  stores: MediaStores,
  now: Date,
  limit = BATCH_SIZE,
): Promise<SweepCounts> {
  const counts = newSweepCounts();
  await sweepRows(counts, await findUnusedMedia(sql, now, limit), async ({ id }) => {
    const reason = `The file was unused for ${String(UNUSED_DAYS)} days.`;
    const row = await removeMedia(sql, stores, id, { status: 'deleted', reason, unlessUsed: true });
    if (row?.status !== 'ready') counts.removed += 1;
  });
  return counts;
}
