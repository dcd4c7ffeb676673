import { z } from 'zod';
import { eventCard, personCard, readEventCards, readPersonCards } from '../../cards/index.ts';
import { pgArray } from '../../platform/postgres.ts';
import type { RankingContext, RecommendationType } from '../recommender.ts';

const skillCard = z
  .strictObject({ id: z.string(), name: z.string(), category: z.string().nullable() })
  .meta({ id: 'SkillCard', description: 'A skill that is recommended.' });

/** The fields of what is recommended, as the app shows it, for each type. */
export const targetFields = {
  event: { type: z.literal('event'), event: eventCard },
  user: { type: z.literal('user'), person: personCard },
  skill: { type: z.literal('skill'), skill: skillCard },
};

type SkillCard = z.infer<typeof skillCard>;
type TargetFields = typeof targetFields;

/** What is recommended, as the app shows it. */
export type Target = {
  [Type in RecommendationType]: z.infer<z.ZodObject<TargetFields[Type]>>;
}[RecommendationType];

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
    return [...cards].filter(([id]) => open.has(id)).map(([id, event]) => [id, { type: 'event', event }]);
  },
  async user(context, ids) {
    const { sql, now } = context;
    const [contacts, cards] = await Promise.all([
      readContacts(context, ids),
      readPersonCards(sql, now, ids, 'matching'),
    ]);
    return [...cards]
      .filter(([id]) => !contacts.has(id))
      .map(([id, person]) => [id, { type: 'user', person }]);
  },
  async skill({ uid, sql }, ids) {
    const cards = await sql<SkillCard[]>`
      select id::text, name, category
      from skills
      where id = any(${pgArray(ids)}::integer[])
        and not exists (select from user_skills where user_id = ${uid} and skill_id = skills.id)`;
    return cards.map((skill) => [skill.id, { type: 'skill', skill }]);
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
