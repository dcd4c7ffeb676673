import { pgArray } from '../../platform/postgres.ts';
import type { RankingContext, RecommendationType } from '../recommender.ts';

/** The public fields of an event, a person or a skill. */
export type Target = { title: string } & (
  | { startDate: string | null; category: string | null }
  | { role: string | null; department: string | null }
  | { category: string | null }
);

type Row = Target & { id: string };

/** The public fields, by id, of those that can still be recommended to the caller. */
export async function readTargets(
  context: RankingContext,
  type: RecommendationType,
  ids: string[],
): Promise<Map<string, Target>> {
  if (ids.length === 0) return new Map();
  const rows = await READERS[type](context, pgArray(ids));
  return new Map(rows.map(({ id, ...target }) => [id, target]));
}

const READERS: Record<RecommendationType, (context: RankingContext, ids: string) => PromiseLike<Row[]>> = {
  event: ({ uid, sql, now }, ids) => sql<Row[]>`
    select id, title, to_json(start_date) as "startDate", category
    from events
    where id = any(${ids}::text[]) and live and (start_date is null or start_date > ${now})
      and not exists (
        select from current_attendance as joined
        where joined.user_id = ${uid} and joined.event_id = events.id
      )`,
  user: ({ uid, sql }, ids) => sql<Row[]>`
    select id, name as title, role, department
    from users
    where id = any(${ids}::text[]) and live and id <> ${uid}
      and not exists (
        select from connections where live and from_user_id = ${uid} and to_user_id = users.id
        union all
        select from connections where live and to_user_id = ${uid} and from_user_id = users.id
      )`,
  skill: ({ uid, sql }, ids) => sql<Row[]>`
    select id::text, name as title, category
    from skills
    where id = any(${ids}::integer[])
      and not exists (select from user_skills where user_id = ${uid} and skill_id = skills.id)`,
};
