import { DomainError } from '../../platform/errors.ts';
import { pgArray, type Sql } from '../../platform/postgres.ts';
import type { Recommender } from '../recommender.ts';

interface Row {
  id: string;
  title: string;
  category: string | null;
  start_date: Date | null;
  people: number;
}

/** What most people go to, of what the caller has not joined. */
export const recommendEvents: Recommender = async ({ uid, sql, now, among }, limit) => {
  await requirePerson(sql, uid);
  const rows = await sql<Row[]>`
    select id, title, category, start_date, coalesce(people, 0)::float8 as people
    from events
    left join event_statistics on event_id = id
    where live
      and ${among === null ? sql`(start_date is null or start_date > ${now})` : sql`id = any(${pgArray(among)}::text[])`}
      and not exists (
        select from event_attendance as joined
        where joined.user_id = ${uid} and joined.event_id = events.id
          and joined.live and status is distinct from 'cancelled'
      )
    order by people desc, start_date, id
    limit ${limit}`;
  return rows.map(({ id, title, category, start_date, people }) => ({
    id,
    title,
    score: people / (people + 10),
    reasonKind: 'popular',
    reason: 'Many go to it.',
    group: category,
    until: start_date,
    modelVersion: null,
  }));
};

async function requirePerson(sql: Sql, uid: string): Promise<void> {
  const [person] = await sql`select from users where id = ${uid} and live`;
  if (person === undefined)
    throw new DomainError('not-found', 'there is no profile of yours yet: save it first');
}
