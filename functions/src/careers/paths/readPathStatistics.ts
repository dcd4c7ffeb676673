import { pgArray, type Sql } from '../../platform/postgres.ts';
import type { Career } from './career.ts';
import { contextAfter, FIRST_STEP } from './careerContexts.ts';

/** How many people with the requester's title moved to another, and what people with that title know. */
export interface PathStatistics {
  key: string;
  /** How many moved to this title. */
  people: number;
  /** How many moved to any title. */
  total: number;
  /** How long they held the title they left; null if nobody moved. */
  medianDays: number | null;
  /** Skills of people with this title that the requester lacks, the most distinctive first. */
  skills: MissingSkill[];
}

export interface MissingSkill {
  id: string;
  name: string;
  /** How many people with the title have it. */
  people: number;
  /** How many people have the title. */
  total: number;
  /** Whether the taxonomy lists it for the occupation. */
  isRequired: boolean;
}

/** Missing skills read per title. */
const MAX_SKILLS = 20;

/** Reads the statistics of possible next titles, by title key. */
export async function readPathStatistics(
  sql: Sql,
  career: Career,
  keys: readonly string[],
): Promise<Map<string, PathStatistics>> {
  const last = career.positions.at(-1)?.title.key;
  const context = last === undefined ? FIRST_STEP : contextAfter(last);
  const rows = await sql<(Omit<PathStatistics, 'skills'> & { skills: MissingSkill[] | null })[]>`
    select requested.key, coalesce(move.people, 0) as people, coalesce(context.people, 0) as total,
      move.median_days as "medianDays", missing.skills
    from unnest(${pgArray(keys)}::text[]) as requested (key)
    left join career_contexts as context on context.id = ${context}
    left join career_moves as move on move.context_id = context.id and move.title_key = requested.key
    left join career_titles as held on held.key = requested.key
    left join lateral (
      select json_agg(
        json_build_object(
          'id', id::text, 'name', name, 'people', holders, 'total', coalesce(held.people, 0),
          'isRequired', is_required
        )
        order by relevance desc, id
      ) as skills
      from (
        select skills.id, skills.name, holders, is_required,
          -- Frequent among them and rare among all; skills that only the taxonomy lists come last.
          holders / coalesce(held.people, 1)::float8
            * ln(2 + coalesce((select population from matching_refresh), 0) / (1 + coalesce(skills.people, 0))::float8)
            + case when is_required then 0.001 else 0 end as relevance
        from (
          select skill_id, max(people) as holders, bool_or(is_required) as is_required
          from (
            select skill_id, people, false as is_required from career_title_skills where title_key = requested.key
            union all
            select skills.id, 0, true
            from occupation_titles as named
            join taxonomy_relations as needs
              on needs.from_id = named.occupation_id and needs.kind in ('uses', 'essential', 'optional')
            join taxonomy_labels as label on label.concept_id = needs.to_id
            join skills on skills.key = label.key
            where named.key = requested.key and named.preferred
          ) as either
          group by skill_id
        ) as candidate
        join skills on skills.id = skill_id
        where not (skills.id = any(${pgArray(career.skills)}::integer[]))
        order by relevance desc, skills.id
        limit ${MAX_SKILLS}
      ) as most_relevant
    ) as missing on true`;
  return new Map(rows.map(({ skills, ...row }) => [row.key, { ...row, skills: skills ?? [] }]));
}
