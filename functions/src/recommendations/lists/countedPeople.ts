import { pgArray } from '../../platform/postgres.ts';
import type { RankingContext, Recommendation } from '../recommender.ts';

/**
 * The people whom the reasons of a list of events may count: the caller's connections who go to an event that is
 * recommended because of them. Some may have hidden where they go, which the list does not tell.
 */
export async function readCountedPeople(
  { sql, uid }: Pick<RankingContext, 'sql' | 'uid'>,
  list: readonly Pick<Recommendation, 'id' | 'reasonKind'>[],
): Promise<string[]> {
  const events = list.filter(({ reasonKind }) => reasonKind === 'connections').map(({ id }) => id);
  if (events.length === 0) return [];
  const rows = await sql<{ id: string }[]>`
    select user_id as id
    from current_attendance
    where event_id = any(${pgArray(events)}::text[]) and user_id in (
      select to_user_id from accepted_connections where from_user_id = ${uid}
      union all
      select from_user_id from accepted_connections where to_user_id = ${uid}
    )`;
  return rows.map(({ id }) => id);
}
