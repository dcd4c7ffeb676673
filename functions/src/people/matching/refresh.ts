import { withLock } from '../../platform/locks.ts';
import { pgArray, type Sql, type TransactionSql } from '../../platform/postgres.ts';
import { attendanceEmbeddings, type Attendance } from './attendanceEmbedding.ts';
import { refreshStatistics } from './statistics.ts';

/** People read, or written, at a time. */
const PAGE = 10_000;

/** Decimals of a vector's numbers: the text is shorter, and nothing changes. */
const DECIMALS = 5;

/**
 * Computes again what matching stands on: the statistics and the crowd vectors, in one transaction, so that
 * vectors of two nights are never compared. While another refresh is going on it does nothing.
 *
 * @returns how many people have a vector now; null when another refresh is going on.
 */
export function refreshMatching(sql: Sql, now: Date): Promise<number | null> {
  return withLock(sql, 'matching', async (opened) => {
    await refreshStatistics(opened, now);
    const { people, attendance } = await readAttendance(opened);
    await writeVectors(opened, people, attendanceEmbeddings(attendance), now);
    return people.length;
  });
}

/** Everybody who attends something, and what, page by page in the order of their ids. */
async function readAttendance(sql: TransactionSql): Promise<{ people: string[]; attendance: Attendance }> {
  const people: string[] = [];
  const starts = [0];
  const numbers = new Map<string, number>();
  const pages: Int32Array[] = [];
  for (let last = ''; ; last = people.at(-1) ?? '') {
    const rows = await sql<{ user_id: string; events: string[] }[]>`
      select user_id, json_agg(event_id order by event_id) as events
      from current_attendance join users on users.id = user_id
      where live and user_id > ${last}
      group by user_id
      order by user_id
      limit ${PAGE}`;
    const page: number[] = [];
    for (const { user_id, events } of rows) {
      for (const event of events) {
        const number = numbers.get(event) ?? numbers.size;
        numbers.set(event, number);
        page.push(number);
      }
      people.push(user_id);
      starts.push((starts.at(-1) ?? 0) + events.length);
    }
    pages.push(Int32Array.from(page));
    if (rows.length < PAGE) break;
  }
  const eventOf = new Int32Array(starts.at(-1) ?? 0);
  pages.reduce((offset, page) => {
    eventOf.set(page, offset);
    return offset + page.length;
  }, 0);
  return { people, attendance: { events: numbers.size, starts: Int32Array.from(starts), eventOf } };
}

async function writeVectors(
  sql: TransactionSql,
  people: string[],
  vectors: Float64Array[],
  now: Date,
): Promise<void> {
  for (let from = 0; from < people.length; from += PAGE) {
    const texts = vectors
      .slice(from, from + PAGE)
      .map((vector) => pgArray(Array.from(vector, (value) => value.toFixed(DECIMALS))));
    await sql`
      insert into attendance_embeddings (user_id, vector, refreshed_at)
      select user_id, vector::real[], ${now}
      from unnest(${pgArray(people.slice(from, from + PAGE))}::text[], ${pgArray(texts)}::text[])
        as new (user_id, vector)
      order by user_id
      on conflict (user_id) do update set vector = excluded.vector, refreshed_at = excluded.refreshed_at`;
  }
  await sql`delete from attendance_embeddings where refreshed_at <> ${now}`;
}
