import type { Sql } from '../platform/postgres.ts';
import type { ChildRows, WrittenDocument } from '../platform/documents/collection.ts';

type UsedInType = 'showcase_post' | 'profile' | 'event';

/**
 * Child rows in `media_usage`: exactly the pending and ready files that the written documents reference. The
 * referenced files' rows are locked for the transaction, so that a file that is being removed gets no link.
 */
export function mediaLinks<Fields extends { mediaIds: string[] }>(usedInType: UsedInType): ChildRows<Fields> {
  return {
    fields: ['mediaIds'],
    async write(sql, written) {
      const { links, documentIds } = toJson(written);
      await sql`
        with removed as (
          delete from media_usage
          where used_in_type = ${usedInType}
            and used_in_id in (select json_array_elements_text(${documentIds}::text::json))
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
        select media.id, ${usedInType}, link.used_in_id
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
      const { links, documentIds } = toJson(written);
      const rows = await sql<{ document_id: string }[]>`
        with expected as (
          select media_id, used_in_id
          from json_to_recordset(${links}::text::json) as link (media_id uuid, used_in_id text)
          join media_files on media_files.id = media_id and status in ('pending', 'ready')
        ), existing as (
          select media_id, used_in_id from media_usage
          where used_in_type = ${usedInType}
            and used_in_id in (select json_array_elements_text(${documentIds}::text::json))
        )
        select distinct used_in_id as document_id
        from ((table expected except table existing) union all (table existing except table expected)) as difference`;
      return rows.map((row) => [row.document_id]);
    },
  };
}

/** The references of the written documents, and the documents' ids, as JSON query parameters. */
function toJson(written: WrittenDocument<{ mediaIds: string[] }>[]): { links: string; documentIds: string } {
  const links = written.flatMap(({ key, fields }) =>
    (fields?.mediaIds ?? []).map((mediaId) => ({ media_id: mediaId, used_in_id: key[0] ?? '' })),
  );
  return {
    links: JSON.stringify(links),
    documentIds: JSON.stringify(written.map(({ key }) => key[0] ?? '')),
  };
}
