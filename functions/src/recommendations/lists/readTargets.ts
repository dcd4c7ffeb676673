import { readEventCards, readPersonCards, type EventCard, type PersonCard } from '../../cards/index.ts';
import { pgArray } from '../../platform/postgres.ts';
import type { RankingContext, RecommendationType } from '../recommender.ts';

interface SkillCard {
  id: string;
  name: string;
  category: string | null;
}

/** What is recommended, as the app shows it. */
export type Target = { event: EventCard } | { person: PersonCard } | { skill: SkillCard };

/** The cards, by id, of those that can still be recommended to the caller. */
export async function readTargets(
  context: RankingContext,
  type: RecommendationType,
  ids: string[],
): Promise<Map<string, Target>> {
  if (ids.length === 0) return new Map();
  return new Map(await READERS[type](context, ids));
}

type Reader = (context: RankingContext, ids: string[]) => Promise<[id: string, target: Target][]>;

const READERS: Record<RecommendationType, Reader> = {
  async event(context, ids) {
    const [open, cards] = await Promise.all([readOpenEvents(context, ids), readEventCards(context.sql, ids)]);
    return [...cards].filter(([id]) => open.has(id)).map(([id, event]) => [id, { event }]);
  },
  async user(context, ids) {
    const { sql, now } = context;
    const [contacts, cards] = await Promise.all([
      readContacts(context, ids),
      readPersonCards(sql, now, ids, 'matching'),
    ]);
    return [...cards].filter(([id]) => !contacts.has(id)).map(([id, person]) => [id, { person }]);
  },
  async skill({ uid, sql }, ids) {
    const cards = await sql<SkillCard[]>`
      select id::text, name, category
      from skills
      where id = any(${pgArray(ids)}::integer[])
        and not exists (select from user_skills where user_id = ${uid} and skill_id = skills.id)`;
    return cards.map((skill) => [skill.id, { skill }]);
  },
};

/** The upcoming events that the caller has not joined. */
async function readOpenEvents({ uid, sql, now }: RankingContext, ids: string[]): Promise<Set<string>> {
  const rows = await sql<{ id: string }[]>`
    select id
    from events
    where id = any(${pgArray(ids)}::text[]) and event_is_upcoming(start_date, ${now})
      and not exists (
        select from current_attendance as joined
        where joined.user_id = ${uid} and joined.event_id = events.id
      )`;
  return new Set(rows.map(({ id }) => id));
}

/** The people to or from whom the caller has a connection or a request, and the caller. */
async function readContacts({ uid, sql }: RankingContext, ids: string[]): Promise<Set<string>> {
  const rows = await sql<{ id: string }[]>`
    select to_user_id as id
    from connections where live and from_user_id = ${uid} and to_user_id = any(${pgArray(ids)}::text[])
    union
    select from_user_id
    from connections where live and to_user_id = ${uid} and from_user_id = any(${pgArray(ids)}::text[])`;
  return new Set([uid, ...rows.map(({ id }) => id)]);
}
