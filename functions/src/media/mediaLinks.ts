import type { Sql } from '../platform/postgres.ts';
import type { ChildRows, WrittenDocument } from '../platform/documents/collection.ts';

type UsedInType = 'showcase_post' | 'profile' | 'event';

/** Whose files a document may show; null for nobody's. */
type OwnerOf<Fields> = (fields: Fields, key: readonly string[]) => string | null;

/**
 * Child rows in `media_usage`: exactly the pending and ready files that the written documents reference and that belong
 * to the documents' owner. Naming another person's file does nothing, even if that person once owned the document. The
 * referenced files' rows are locked for the transaction, so that a file that is being removed gets no link.
 */
export function mediaLinks<Fields extends { mediaIds: string[] }>(
  usedInType: UsedInType,
  ownerOf: OwnerOf<Fields>,
): ChildRows<Fields> {
  return {
    fields: ['mediaIds'],
    async write(sql, written) {
      const { links, documentIds } = toJson(written, ownerOf);
      await sql`
        with removed as (
          delete from media_usage
          where used_in_type = ${usedInType}
            and used_in_id in (select json_array_elements_text(${documentIds}::text::json))
            and (media_id, used_in_id) not in (
              select media_id, used_in_id
              from json_to_recordset(${links}::text::json) as link (media_id uuid, used_in_id text, owner text)
              join media_files on id = media_id and user_id = owner
            )
          returning media_id
        )
        update media_files set unused_since = clock_timestamp()
        where id in (select media_id from removed)`;
      if (links === '[]') return;
      await sql`
        insert into media_usage (media_id, used_in_type, used_in_id)
        select media.id, ${usedInType}, link.used_in_id
        from json_to_recordset(${links}::text::json) as link (media_id uuid, used_in_id text, owner text)
        join (
          select id, user_id from media_files
          where status in ('pending', 'ready') and (id, user_id) in (
            select media_id, owner
            from json_to_recordset(${links}::text::json) as link (media_id uuid, owner text)
          )
          order by id
          for share
        ) as media on media.id = link.media_id and media.user_id = link.owner
        order by media.id, link.used_in_id
        on conflict (used_in_type, used_in_id, media_id) do nothing`;
    },
    async findDiffering(sql: Sql, written) {
      const { links, documentIds } = toJson(written, ownerOf);
      const rows = await sql<{ document_id: string }[]>`
        with expected as (
          select media_id, used_in_id
          from json_to_recordset(${links}::text::json) as link (media_id uuid, used_in_id text, owner text)
          join media_files on id = media_id and user_id = owner and status in ('pending', 'ready')
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

/** The references of the written documents with their owner, and the documents' ids, as JSON query parameters. */
function toJson<Fields extends { mediaIds: string[] }>(
  written: WrittenDocument<Fields>[],
  ownerOf: OwnerOf<Fields>,
): { links: string; documentIds: string } {
  const links = written.flatMap(({ key, fields }) => {
    const owner = fields === null ? null : ownerOf(fields, key);
    if (fields === null || owner === null) return [];
    return fields.mediaIds.map((mediaId) => ({ media_id: mediaId, used_in_id: key[0] ?? '', owner }));
  });
  return {
    links: JSON.stringify(links),
    documentIds: JSON.stringify(written.map(({ key }) => key[0] ?? '')),
  };
}
