import { eventTag, mediaTag, personTag } from '../../platform/cache.ts';
import type { Sql } from '../../platform/postgres.ts';

/** The cache tags of files, and of the people and events whose cards may show them. */
export async function mediaCacheTags(sql: Sql, ...mediaIds: string[]): Promise<string[]> {
  const uses = await sql<{ used_in_type: string; used_in_id: string }[]>`
    select distinct used_in_type, used_in_id from media_usage
    where used_in_type in ('profile', 'event')
      and media_id in (select json_array_elements_text(${JSON.stringify(mediaIds)}::text::json)::uuid)`;
  return [
    ...mediaIds.map(mediaTag),
    ...uses.map(({ used_in_type: type, used_in_id: id }) =>
      type === 'event' ? eventTag(id) : personTag(id),
    ),
  ];
}
