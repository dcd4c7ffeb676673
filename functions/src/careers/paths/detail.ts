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
  /** How many of those with the title have it, and of how many; of none when only the taxonomy says so. */
  people: number;
  all: number;
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
        json_build_object('id', id::text, 'name', name, 'people', people, 'all', "all") order by telling desc, id
      ) as skills
      from (
        select skills.id, skills.name, coalesce(of_title.people, 0) as people, coalesce(held.people, 0) as "all",
          -- Frequent among them, and rarer among everybody; what the taxonomy says comes behind.
          coalesce(of_title.people::float8 / nullif(held.people, 0), 0)
            * ln(2 + coalesce((select people from matching_refresh), 0)::float8 / (1 + coalesce(skills.people, 0)))
            + 0.001 * needed.uses as telling
        from (
          select skill_id, 0 as uses from career_title_skills where title_key = asked.key
          union
          select skills.id, 1
          from occupation_titles as named
          join taxonomy_relations as needs
            on needs.from_id = named.occupation_id and needs.kind in ('uses', 'essential', 'optional')
          join taxonomy_labels as label on label.concept_id = needs.to_id
          join skills on skills.key = label.key
          where named.key = asked.key and named.own
        ) as needed
        join skills on skills.id = needed.skill_id
        left join career_title_skills as of_title
          on of_title.title_key = asked.key and of_title.skill_id = needed.skill_id
        where not (skills.id = any(${pgArray(career.skills)}::integer[]))
        order by telling desc, skills.id
        limit ${READ_SKILLS}
      ) as likely
    ) as missing on true`;
  return new Map(rows.map(({ skills, ...row }) => [row.key, { ...row, skills: distinct(skills ?? []) }]));
}

/** A skill may be there for two reasons: the first is the stronger. */
function distinct(skills: MissingSkill[]): MissingSkill[] {
  return [...new Map(skills.toReversed().map((skill) => [skill.id, skill])).values()].reverse();
}
