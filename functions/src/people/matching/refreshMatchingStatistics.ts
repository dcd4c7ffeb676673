import { withLock } from '../../platform/locks.ts';
import { pgArray, type Sql, type TransactionSql } from '../../platform/postgres.ts';
import { attendanceEmbeddings } from './attendanceEmbeddings.ts';
import { readAttendance } from './readAttendanceMatrix.ts';
import { refreshTraitCounts } from './refreshTraitCounts.ts';

/** Embeddings written at a time. */
const PAGE_SIZE = 10_000;

/** Decimals written; more would not change any score noticeably. */
const DECIMALS = 5;

/**
 * Recomputes the trait counts and attendance embeddings in one transaction, so that embeddings of two runs, which are
 * not comparable, are never mixed.
 *
 * @returns the number of people with an embedding; null if another refresh is running
 */
export function refreshMatchingStatistics(sql: Sql, now: Date): Promise<number | null> {
  return withLock(sql, 'matching', async (tx) => {
    await refreshTraitCounts(tx, now);
    const { people, attendance } = await readAttendance(tx);
    await writeEmbeddings(tx, people, attendanceEmbeddings(attendance), now);
    return people.length;
  });
}

async function writeEmbeddings(
  sql: TransactionSql,
  people: string[],
  vectors: Float64Array[],
  now: Date,
): Promise<void> {
  for (let from = 0; from < people.length; from += PAGE_SIZE) {
    const texts = vectors
      .slice(from, from + PAGE_SIZE)
      .map((vector) => pgArray(Array.from(vector, (value) => value.toFixed(DECIMALS))));
    await sql`
      insert into attendance_embeddings (user_id, vector, refreshed_at)
      select user_id, vector::real[], ${now}
      from unnest(${pgArray(people.slice(from, from + PAGE_SIZE))}::text[], ${pgArray(texts)}::text[])
        as new (user_id, vector)
      join users on users.id = user_id
      order by user_id
      -- Who is erased meanwhile is left out.
      for key share of users
      on conflict (user_id) do update set vector = excluded.vector, refreshed_at = excluded.refreshed_at`;
  }
  await sql`delete from attendance_embeddings where refreshed_at <> ${now}`;
}
