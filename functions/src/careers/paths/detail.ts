import { pgArray, type Sql } from '../../platform/postgres.ts';
import { afterTitle, type Career } from './career.ts';

/** What others who stood where somebody stands did, and what they know. */
export interface PathDetail {
  key: string;
  /** How many went there, and of how many. */
  people: number;
  all: number;
  medianDays: number | null;
  /** Skills of those who hold or held the title that somebody lacks, the most telling first. */
  skills: MissingSkill[];
}

export interface MissingSkill {
  id: string;
  name: string;
  /** How many of those with the title have it, and of how many. */
  people: number;
  all: number;
  /** Whether the taxonomy says that the work needs it. */
  needed: boolean;
}

/** Skills that are read for a path. */
const READ_SKILLS = 20;

/** What is known of these titles as next ones of somebody. */
export async function readDetails(
  sql: Sql,
  career: Career,
  keys: readonly string[],
): Promise<Map<string, PathDetail>> {
  const last = career.held.at(-1)?.title.key;
  const situation = last === undefined ? 'step:0' : afterTitle(last);
  const rows = await sql<(Omit<PathDetail, 'skills'> & { skills: MissingSkill[] | null })[]>`
    select asked.key, coalesce(move.people, 0) as people, coalesce(context.people, 0) as all,
      move.median_days as "medianDays", missing.skills
    from unnest(${pgArray(keys)}::text[]) as asked (key)
    left join career_contexts as context on context.id = ${situation}
    left join career_moves as move on move.context_id = context.id and move.title_key = asked.key
    left join career_titles as held on held.key = asked.key
    left join lateral (
      select json_agg(
        json_build_object('id', id::text, 'name', name, 'people', holders, 'all', coalesce(held.people, 0), 'needed', needed)
        order by telling desc, id
      ) as skills
      from (
        select skills.id, skills.name, holders, needed,
          -- Frequent among them, and rare among everybody; what only the taxonomy says comes behind.
          holders / coalesce(held.people, 1)::float8
            * ln(2 + coalesce((select people from matching_refresh), 0) / (1 + coalesce(skills.people, 0))::float8)
            + case when needed then 0.001 else 0 end as telling
        from (
          select skill_id, max(people) as holders, bool_or(needed) as needed
          from (
            select skill_id, people, false as needed from career_title_skills where title_key = asked.key
            union all
            select skills.id, 0, true
            from occupation_titles as named
            join taxonomy_relations as needs
              on needs.from_id = named.occupation_id and needs.kind in ('uses', 'essential', 'optional')
            join taxonomy_labels as label on label.concept_id = needs.to_id
            join skills on skills.key = label.key
            where named.key = asked.key and named.own
          ) as either
          group by skill_id
        ) as known
        join skills on skills.id = skill_id
        where not (skills.id = any(${pgArray(career.skills)}::integer[]))
        order by telling desc, skills.id
        limit ${READ_SKILLS}
      ) as likely
    ) as missing on true`;
  return new Map(rows.map(({ skills, ...row }) => [row.key, { ...row, skills: skills ?? [] }]));
}
