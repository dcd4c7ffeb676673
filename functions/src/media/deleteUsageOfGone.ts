import type { Sql } from '../platform/postgres.ts';

/** Deletes what is noted of documents that are gone, rows and all: they show no file any more. Returns how many rows. */
export async function deleteUsageOfGone(sql: Sql): Promise<number> {
  const { count } = await sql`
    delete from media_usage
    where used_in_id not in (select id from users)
      and used_in_id not in (select id from showcase_posts)
      and used_in_id not in (select id from events)`;
  return count;
}
