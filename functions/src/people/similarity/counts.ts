import { pgArray, type Sql } from '../../platform/postgres.ts';

/** A skill of a profile, a skill that is named in posts, or an event. */
export type TraitKind = 'skill' | 'interest' | 'event';

type Counts = Record<TraitKind, Map<string, number>>;

/** How many people have each of these traits, counted now: those too new to be in the statistics. */
export async function countPeople(sql: Sql, traits: { kind: TraitKind; id: string }[]): Promise<Counts> {
  const counts: Counts = { skill: new Map(), interest: new Map(), event: new Map() };
  if (traits.length === 0) return counts;
  const ids = (kind: TraitKind): string =>
    pgArray(traits.filter((trait) => trait.kind === kind).map(({ id }) => id));
  const rows = await sql<{ kind: TraitKind; id: string; people: number }[]>`
    select 'skill' as kind, skill_id::text as id, count(*)::float8 as people
    from user_skills where skill_id = any(${ids('skill')}::integer[]) group by skill_id
    union all
    select 'interest', skill_id::text, count(distinct user_id)
    from post_skills where skill_id = any(${ids('interest')}::integer[]) group by skill_id
    union all
    select 'event', event_id, count(*)
    from current_attendance where event_id = any(${ids('event')}::text[])
    group by event_id`;
  for (const { kind, id, people } of rows) counts[kind].set(id, people);
  return counts;
}
