import type { RankingContext } from '../recommender.ts';
import { pgArray, type Sql } from '../../platform/postgres.ts';

/** People counted for a skill that the model does not know, and for a skill that the nightly statistics lack. */
export const MAX_COUNTED_PEOPLE = 500;

/**
 * The worth of a counted co-occurrence beside a weight of the model. Counts are not adjusted for each other: of many
 * skills that occur together, each one counts in full.
 */
const COUNT_WORTH = 0.3;

/** Skills of the student that a reason names. */
const NAMED_SOURCES = 2;

/** A skill that goes with skills of the student. */
export interface AssociatedSkill {
  id: number;
  /** About how likely the student is to have it; may be a little below 0 or above 1. */
  weight: number;
  /** The student's skills that say most for it, strongest first. */
  sources: number[];
  /** The version of the model; null for the defaults, and for a skill that was only counted. */
  version: number | null;
}

interface Row {
  asOf: Date | null;
  associated: [id: number, weight: number, version: number | null, sources: number[] | null][] | null;
}

/**
 * Every skill that goes with the student's skills, the highest weight first. Skills that the model knows (see
 * fitSkillWeights.ts) have its weights. Co-occurrence with the others is counted now, among at most
 * {@link MAX_COUNTED_PEOPLE} people who have the skill: before the first night that is all of them.
 *
 * @returns null when the student has no profile; `asOf` is when the model was fitted
 */
export async function readAssociatedSkills(
  { sql, uid }: RankingContext,
  candidates: readonly string[] | null,
): Promise<{ asOf: Date | null; associated: AssociatedSkill[] } | null> {
  const [row] = await sql<Row[]>`
    with mine as materialized (
      select skill_id from user_skills where user_id = ${uid}
    ), unknown as materialized (
      select skill_id, array(
        select user_id from user_skills
        where user_skills.skill_id = mine.skill_id and user_id <> ${uid}
        limit ${MAX_COUNTED_PEOPLE}
      ) as people
      from mine
      where not exists (select from skill_weights where skill_weights.skill_id = mine.skill_id)
    ), counted as materialized (
      select theirs.skill_id as id, unknown.skill_id as source, count(*) as together, max(cardinality(people)) as people
      from unknown, unnest(people) as person (id)
      join user_skills as theirs on theirs.user_id = person.id
      group by theirs.skill_id, unknown.skill_id
    ), popularity as materialized (
      select id, coalesce(people, (
        select count(*)
        from (select from user_skills where skill_id = skills.id limit ${MAX_COUNTED_PEOPLE}) as capped
      )) as people
      from skills
      where id in (select id from counted)
    ), evidence (id, source, weight, version) as (
      select other, skill_id, weight::float8, model_version
      from mine join skill_weights using (skill_id), unnest(others, weights) as known (other, weight)
      union all
      select id, source,
        ${COUNT_WORTH}::float8 * together / sqrt(counted.people * greatest(popularity.people, together)),
        null
      from counted join popularity using (id)
    ), associated as (
      select id, sum(weight) as weight, max(version) as version,
        (array_agg(source) filter (where weight > 0))[1:${NAMED_SOURCES}::integer] as sources
      -- Sorted once for all groups: array_agg takes the values as they come.
      from (select * from evidence order by id, weight desc) as sorted
      where id not in (select skill_id from mine)
        ${candidates === null ? sql`` : sql`and id = any(${pgArray([...candidates])}::integer[])`}
      group by id
      ${candidates === null ? sql`having sum(weight) > 0` : sql``}
    )
    select (select refreshed_at from skill_weights limit 1) as "asOf", (
      select json_agg(json_build_array(id, weight, version, sources) order by weight desc, id) from associated
    ) as associated
    from users
    where id = ${uid} and live`;
  if (row === undefined) return null;
  const associated = (row.associated ?? []).map(([id, weight, version, sources]) => ({
    id,
    weight,
    version,
    sources: sources ?? [],
  }));
  return { asOf: row.asOf, associated };
}

/**
 * The skills, with only those sources that somebody has together with them: the model also gives weight to skills that
 * are linked by others alone.
 */
export async function withSharedSources(sql: Sql, skills: AssociatedSkill[]): Promise<AssociatedSkill[]> {
  const pairs = skills.flatMap(({ id, sources }) => sources.map((source) => ({ id, source })));
  const rows = await sql<{ pair: string }[]>`
    select id || ' ' || source as pair
    from json_to_recordset(${JSON.stringify(pairs)}::text::json) as pair (id integer, source integer)
    where exists (
      select from user_skills as one join user_skills as other using (user_id)
      where one.skill_id = pair.id and other.skill_id = pair.source
    )`;
  const together = new Set(rows.map(({ pair }) => pair));
  return skills.map((skill) => ({
    ...skill,
    sources: skill.sources.filter((source) => together.has(`${String(skill.id)} ${String(source)}`)),
  }));
}

/** Names and categories of skills by id; a skill that was merged into another one is missing. */
export async function readSkillNames(
  sql: Sql,
  ids: number[],
): Promise<Map<number, { name: string; category: string | null }>> {
  if (ids.length === 0) return new Map();
  const rows = await sql<{ id: number; name: string; category: string | null }[]>`
    select id, name, category from skills where id = any(${pgArray([...new Set(ids)])}::integer[])`;
  return new Map(rows.map(({ id, ...skill }) => [id, skill]));
}
