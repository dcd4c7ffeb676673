import type { Sql } from '../../platform/postgres.ts';
import type { MediaRow } from './mediaRow.ts';

/** How long others still get URLs of a file that no document shows any more, or none yet. */
export const UNSHOWN_GRACE = '1 day';

/**
 * Whether others than the owner may see a ready file: a document shows it, or did a day ago. Pictures of a profile are
 * shown by the profile alone, and no longer than it lets others see them.
 */
export async function isShownToOthers(
  sql: Sql,
  { id, purpose }: Pick<MediaRow, 'id' | 'purpose'>,
  now: Date,
): Promise<boolean> {
  const [shown] = await sql`
    select where exists (select from shown_media where media_id = ${id})
      or exists (
        select from media_files
        where id = ${id} and ${purpose !== 'profile'}
          and greatest(ready_at, unused_since) > ${now.toISOString()}::timestamptz - ${UNSHOWN_GRACE}::interval
      )`;
  return shown !== undefined;
}
