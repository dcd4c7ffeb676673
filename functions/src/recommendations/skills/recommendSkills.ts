import { pgArray } from '../../platform/postgres.ts';
import { type RankingContext, noProfile, type Recommendation, type Recommender } from '../recommender.ts';
import { commonSkills } from './common.ts';
import { fitIfOverdue } from './fit.ts';

/** People with a skill that the model does not know, at most, whose other skills are counted. */
const COUNTED_PEOPLE = 500;

/** What a count says, beside what a weight does: of many skills that go together, each says it again. */
const COUNT_WORTH = 0.3;

/** Own skills that a reason names. */
const NAMED = 2;

const list = new Intl.ListFormat('en');

/**
 * The skills that people with the caller's skills have. The model of skills (see fit.ts) adds up what each own
 * skill says for the others; skills that it does not know are counted now, among those who have them. After
 * these come the skills that are common in the caller's department.
 */
export const recommendSkills: Recommender = async (context, limit) => {
  const said = await readSaid(context, limit);
  const found = said
    .filter(({ weight }) => weight > 0 || context.among !== null)
    .map(({ id, name, category, weight, sources, version }): Recommendation => ({
      id,
      title: name,
      score: likelihood(weight),
      ...reasonOf(sources ?? []),
      group: category,
      until: null,
      modelVersion: version,
      signals: null,
    }));
  if (found.length >= limit) return found;
  const common = await commonSkills(
    context,
    limit,
    found.map(({ id }) => id),
  );
  return [...found, ...common].sort((a, b) => b.score - a.score);
};

interface Said {
  id: string;
  name: string;
  category: string | null;
  /** About how likely it is that the caller has it; may be a little under 0 and above 1. */
  weight: number;
  /** The own skills that say most for it. */
  sources: string[] | null;
  version: number | null;
}

async function readSaid(context: RankingContext, limit: number): Promise<Said[]> {
  const { sql, uid, now, among } = context;
  const [state] = await sql<{ live: boolean; refreshed_at: Date | null }[]>`
    select live, (select refreshed_at from skill_weights limit 1) as refreshed_at
    from users where id = ${uid}`;
  if (!state?.live) throw noProfile();
  await fitIfOverdue(sql, now, state.refreshed_at);
  return sql<Said[]>`
    with mine as materialized (
      select skill_id from user_skills where user_id = ${uid}
    ), unknown as materialized (
      select skill_id, array(
        select user_id from user_skills
        where user_skills.skill_id = mine.skill_id and user_id <> ${uid}
        limit ${COUNTED_PEOPLE}
      ) as people
      from mine
      where not exists (select from skill_weights where skill_weights.skill_id = mine.skill_id)
    ), counted as (
      select theirs.skill_id as id, unknown.skill_id as source, count(*) as together, max(cardinality(people)) as people
      from unknown, unnest(people) as person (id)
      join user_skills as theirs on theirs.user_id = person.id
      group by theirs.skill_id, unknown.skill_id
    ), said (id, source, weight, version) as (
      select other, skill_id, weight::float8, model_version
      from mine join skill_weights using (skill_id), unnest(others, weights) as one (other, weight)
      union all
      select id, source,
        ${COUNT_WORTH}::float8 * together / sqrt(counted.people * greatest(coalesce(skills.people, 0), together)),
        null
      from counted join skills using (id)
    ), best as (
      select id, sum(weight) as weight, max(version) as version,
        (array_agg(source) filter (where weight > 0))[1:${NAMED}::integer] as sources
      -- Sorted once for all groups: array_agg takes the values as they come.
      from (select * from said order by id, weight desc) as sorted
      where id not in (select skill_id from mine)
        ${among === null ? sql`` : sql`and id = any(${pgArray(among)}::integer[])`}
      group by id
      order by weight desc, id
      limit ${limit}
    )
    select best.id::text, name, category, weight, version,
      (
        select json_agg(source.name order by place)
        from unnest(sources) with ordinality as named (id, place) join skills as source using (id)
      ) as sources
    from best join skills using (id)
    order by weight desc, best.id`;
}

/** Between 0 and 1, and nearly the weight itself in between. */
function likelihood(weight: number): number {
  return 1 / (1 + Math.exp(2 - 4 * weight));
}

function reasonOf(sources: string[]): { reasonKind: string; reason: string } {
  if (sources.length === 0)
    return { reasonKind: 'rare-for-you', reason: 'Few people with your skills have it.' };
  return { reasonKind: 'goes-with', reason: `Goes with ${list.format(sources)}, which you have.` };
}
