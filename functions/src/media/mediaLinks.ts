import type { Sql } from '../platform/postgres.ts';
import type { ChildRows, WrittenDocument } from '../platform/documents/collection.ts';

/** What documents of a collection use media as. */
type UsedIn = 'showcase_post' | 'profile' | 'event';

/**
 * Makes `media_usage` hold exactly the media that the documents just written name, as far as there are such
 * media, pending or ready. The rows of those are locked for the transaction, so that media that are just
 * being deleted get no link.
 */
export function mediaLinks<Fields extends { mediaIds: string[] }>(usedIn: UsedIn): ChildRows<Fields> {
  const parameters = (written: WrittenDocument<Fields>[]): { links: string; owners: string } => ({
    links: JSON.stringify(
      written.flatMap(({ key, fields }) =>
        (fields?.mediaIds ?? []).map((mediaId) => ({ media_id: mediaId, used_in_id: key[0] ?? '' })),
      ),
    ),
    owners: JSON.stringify(written.map(({ key }) => key[0] ?? '')),
  });
  return {
    async write(sql, written) {
      const { links, owners } = parameters(written);
      await sql`
        with removed as (
          delete from media_usage
          where used_in_type = ${usedIn}
            and used_in_id in (select json_array_elements_text(${owners}::text::json))
            and (media_id, used_in_id) not in (
              select media_id, used_in_id
              from json_to_recordset(${links}::text::json) as link (media_id uuid, used_in_id text)
            )
          returning media_id
        )
        update media_files set unused_since = clock_timestamp()
        where id in (select media_id from removed)`;
      if (links === '[]') return;
      await sql`
        insert into media_usage (media_id, used_in_type, used_in_id)
        select media.id, ${usedIn}, link.used_in_id
        from json_to_recordset(${links}::text::json) as link (media_id uuid, used_in_id text)
        join (
          select id from media_files
          where status in ('pending', 'ready') and id in (
            select media_id from json_to_recordset(${links}::text::json) as link (media_id uuid)
          )
          order by id
          for share
        ) as media on media.id = link.media_id
        order by media.id, link.used_in_id
        on conflict (used_in_type, used_in_id, media_id) do nothing`;
    },
    async findDiffering(sql: Sql, written) {
      const { links, owners } = parameters(written);
      const rows = await sql<{ owner: string }[]>`
        with expected as (
          select media_id, used_in_id
          from json_to_recordset(${links}::text::json) as link (media_id uuid, used_in_id text)
          join media_files on media_files.id = media_id and status in ('pending', 'ready')
        ), existing as (
          select media_id, used_in_id from media_usage
          where used_in_type = ${usedIn}
            and used_in_id in (select json_array_elements_text(${owners}::text::json))
        )
        select distinct used_in_id as owner
        from ((table expected except table existing) union all (table existing except table expected)) as difference`;
      return rows.map(({ owner }) => [owner]);
    },
  };
}
