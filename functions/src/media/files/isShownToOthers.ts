import type { Fragment, Sql } from '../../platform/postgres.ts';

/** How long others still get URLs of a file that no document shows any more, or none yet. */
export const UNSHOWN_GRACE = '1 day';

/**
 * The condition on `media_files` under which others than the owner may see a ready file: a document shows it, or did a
 * day ago. Pictures of a profile are shown by the profile alone, and no longer than it lets others see them.
 */
export function isShownToOthers(sql: Sql, now: Date): Fragment {
  return sql`(
    exists (select from shown_media where media_id = media_files.id)
    or (purpose <> 'profile'
      and greatest(ready_at, unused_since) > ${now.toISOString()}::timestamptz - ${UNSHOWN_GRACE}::interval)
  )`;
}
