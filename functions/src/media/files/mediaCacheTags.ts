import { eventTag, mediaTag, personTag } from '../../platform/cache.ts';
import type { Sql } from '../../platform/postgres.ts';

/** The cache tags of a file, and of the people and events whose cards may show it. */
export async function mediaCacheTags(sql: Sql, mediaId: string): Promise<string[]> {
  const uses = await sql<{ used_in_type: string; used_in_id: string }[]>`
    select used_in_type, used_in_id from media_usage
    where media_id = ${mediaId} and used_in_type in ('profile', 'event')`;
  return [
    mediaTag(mediaId),
    ...uses.map(({ used_in_type: type, used_in_id: id }) =>
      type === 'event' ? eventTag(id) : personTag(id),
    ),
  ];
}
