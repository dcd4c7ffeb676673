import { fitsPostgres } from '../platform/documents/json.ts';
import type { Sql } from '../platform/postgres.ts';

/** The files that the document of a person lists. */
interface ListedPictures {
  userId: string;
  mediaIds: readonly string[];
}

/**
 * The thumbnail of each person's newest profile picture, by their id. Only a person's own files count that are ready;
 * images come before videos, whose thumbnail is a still.
 */
export async function readProfilePictures(
  sql: Sql,
  people: readonly ListedPictures[],
): Promise<Map<string, string>> {
  const listed = people.flatMap(({ userId, mediaIds }) =>
    fitsPostgres(userId) ? mediaIds.map((mediaId) => ({ user_id: userId, media_id: mediaId })) : [],
  );
  if (listed.length === 0) return new Map();
  const pictures = await sql<{ user_id: string; thumbnail_url: string }[]>`
    select distinct on (file.user_id) file.user_id, thumbnail_url
    from json_to_recordset(${JSON.stringify(listed)}::text::json) as listed (user_id text, media_id uuid)
    join media_files as file on file.id = media_id and file.user_id = listed.user_id
    where purpose = 'profile' and status = 'ready' and thumbnail_url is not null
    order by file.user_id, file_type, ready_at desc, file.id`;
  return new Map(pictures.map((picture) => [picture.user_id, picture.thumbnail_url]));
}
