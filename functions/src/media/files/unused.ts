import type { Sql } from '../../platform/postgres.ts';

/** How long nothing may have used a file before it counts as unused, in days. */
export const UNUSED_DAYS = 30;

export interface UnusedMedia {
  id: string;
  user_id: string;
  purpose: string;
  file_size_bytes: number;
  /** Since when nothing has used it. */
  since: Date;
}

/** Ready files that no document has named for 30 days, those first that were left the longest ago. */
export async function unusedMedia(sql: Sql, now: Date, limit: number): Promise<UnusedMedia[]> {
  return sql<UnusedMedia[]>`
    select id, user_id, purpose, file_size_bytes::float8 as file_size_bytes,
      greatest(unused_since, ready_at) as since
    from media_files
    where status = 'ready'
      and greatest(unused_since, ready_at) < ${now.toISOString()}::timestamptz - make_interval(days => ${UNUSED_DAYS})
      and not exists (select from media_usage where media_id = media_files.id)
    order by since, id limit ${limit}`;
}
