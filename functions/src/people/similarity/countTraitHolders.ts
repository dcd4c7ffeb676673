import { pgArray, type Sql } from '../../platform/postgres.ts';
import type { TraitKind } from './trait.ts';

/** Counts how many users who exist have each trait now; for traits that are newer than the nightly statistics. */
export async function countTraitHolders(
  sql: Sql,
  traits: { kind: TraitKind; id: string }[],
): Promise<Record<TraitKind, Map<string, number>>> {
  const counts = {
    skill: new Map<string, number>(),
    interest: new Map<string, number>(),
    event: new Map<string, number>(),
  };
  if (traits.length === 0) return counts;
  const idsOf = (kind: TraitKind): string =>
    pgArray(traits.filter((trait) => trait.kind === kind).map(({ id }) => id));
  const rows = await sql<{ kind: TraitKind; id: string; people: number }[]>`
    select 'skill' as kind, skill_id::text as id, count(*)::float8 as people
    from user_skills where skill_id = any(${idsOf('skill')}::integer[]) group by skill_id
    union all
    select 'interest', skill_id::text, count(distinct user_id)
    from post_skills join users on users.id = user_id
    where live and skill_id = any(${idsOf('interest')}::integer[]) group by skill_id
    union all
    select 'event', event_id, count(*)
    from event_visits join users on users.id = user_id
    where live and event_id = any(${idsOf('event')}::text[])
    group by event_id`;
  for (const { kind, id, people } of rows) counts[kind].set(id, people);
  return counts;
}
