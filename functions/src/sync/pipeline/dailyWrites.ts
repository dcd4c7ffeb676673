import type { Collection } from '../../platform/documents/collection.ts';
import { campusDay } from '../../platform/campusTime.ts';
import type { TransactionSql } from '../../platform/postgres.ts';
import type { ProjectedChange } from './prepareChange.ts';

/** Somebody who has created all the documents of a collection that they may on a day. */
export interface DailyLimitReached {
  userId: string;
  /** The id of the Firestore collection: `showcase_posts`. */
  collection: string;
  /** A day of the campus. */
  day: string;
}

/**
 * Counts documents that people created, and returns who has reached the limit of a day. What a restore or an import
 * brings is not counted: nobody wrote it that day.
 *
 * @param created changes that inserted their rows
 */
export async function countDailyWrites(
  sql: TransactionSql,
  { perDay, path, table, toColumns }: Collection,
  created: readonly ProjectedChange[],
): Promise<DailyLimitReached[]> {
  if (perDay === null) return [];
  const writes = created.flatMap(({ row, change }) => {
    if (change.kind !== 'upsert' || change.createTime === null || change.data['imported'] === true) return [];
    const userId = { ...toColumns(row.key), ...row.columns }[perDay.person];
    // Events that the server writes may name nobody.
    return typeof userId === 'string'
      ? [{ user_id: userId, day: campusDay(new Date(change.createTime)) }]
      : [];
  });
  if (writes.length === 0) return [];
  const rows = await sql<{ user_id: string; day: string; documents: number }[]>`
    insert into daily_writes as counted (user_id, collection, day, documents)
    select user_id, ${table}, day, count(*)
    from json_to_recordset(${JSON.stringify(writes)}::text::json) as written (user_id text, day date)
    group by user_id, day
    order by user_id collate "C", day
    on conflict (user_id, collection, day) do update set documents = counted.documents + excluded.documents
    returning user_id, day::text, documents`;
  const id = path.split('/').at(-2) ?? '';
  const reached = rows.filter(({ documents }) => documents >= perDay.limit());
  return reached.map(({ user_id: userId, day }) => ({ userId, collection: id, day }));
}
