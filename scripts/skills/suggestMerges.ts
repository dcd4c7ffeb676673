import { shippedKeys } from '../../functions/src/skills/skillKey.ts';
import { transaction, type Sql, type TransactionSql } from '../../functions/src/platform/postgres.ts';
import { timeouts } from '../../functions/src/platform/timeouts.ts';

/** Two skills that are probably the same. */
export interface MergeSuggestion {
  /** 0 to 1: similarity of the names and of the users who have them. */
  score: number;
  /** Why the names are considered similar. */
  reason: 'spelling' | 'words' | 'initials' | 'taxonomy';
  /** The skill that does not ship with the suite, or has fewer uses. */
  from: UsedSkill;
  into: UsedSkill;
  /** Users who have both. */
  both: number;
}

interface UsedSkill {
  id: number;
  name: string;
  /** Users, posts and events that have it. */
  uses: number;
}

/** Shorter keys are within one edit of too many unrelated skills. */
const MIN_KEY_LENGTH = 5;

/** Longer keys are not compared by spelling: every character costs a row. */
const MAX_KEY_LENGTH = 50;

/** Words that hardly distinguish skills; a regular expression. */
const STOP_WORDS =
  'and|of|the|for|in|with|to|skills?|programming|coding|software|development|language|framework|library|tools?|basics?|advanced|knowledge|experience';

/**
 * Skills in use that are probably duplicates, the most probable first. Names are similar when
 * - their keys are one edit apart (insertion, deletion, substitution or transposition) and have the same digits,
 * - they consist of the same words, ignoring stop words,
 * - one is the initials of the other, or
 * - an imported taxonomy gives both to one concept.
 * Two shipped skills are known to differ. Users of duplicates have similar other skills, but rarely both duplicates:
 *
 * score = similarity of the names × (1 + cosine of the co-occurring skills) / 2 × (1 - both / fewer users)
 *
 * Takes time linear in the length of all keys and in the links of the candidates; skills are never compared all
 * against all.
 */
export function suggestMerges(sql: Sql, limit: number): Promise<MergeSuggestion[]> {
  return transaction(sql, async (tx) => {
    await tx`select ${timeouts(tx, { statement: '0', lock: '0' })}`;
    await createUsedSkills(tx);
    await createCandidates(tx);
    await createNeighbours(tx);
    return rankCandidates(tx, limit);
  });
}

async function createUsedSkills(sql: TransactionSql): Promise<void> {
  await sql`
    create temporary table used_skills on commit drop as
    with uses as (
      select skill_id, count(*) as uses, count(*) filter (where by_user) as users
      from (
        select skill_id, true as by_user from user_skills
        union all select skill_id, false from post_skills
        union all select skill_id, false from event_skills
      ) as link
      group by skill_id
    )
    select id, key, name, uses, users,
      key in (select json_array_elements_text(${JSON.stringify(shippedKeys())}::text::json)) as shipped,
      regexp_replace(key, '\\D', '', 'g') as digits, words.list as words,
      words.initials
    from skills join uses on skill_id = id
    cross join lateral (
      select string_agg(distinct word, ' ' order by word) filter (where word !~ ${`^(${STOP_WORDS})$`}) as list,
        case when count(*) between 2 and 6 then string_agg(left(word, 1), '' order by position) end as initials
      from regexp_split_to_table(lower(name), '[^[:alnum:]+#]+') with ordinality as split (word, position)
      where word <> ''
    ) as words`;
  await sql`analyze used_skills`;
}

/** Pairs whose names are similar, with the best reason for each. */
async function createCandidates(sql: TransactionSql): Promise<void> {
  await sql`
    create temporary table candidate_pairs on commit drop as
    with deletions as (
      select id, key, digits, left(key, deleted - 1) || substr(key, deleted + 1) as remainder
      from used_skills, generate_series(1, length(key)) as deleted
      where length(key) between ${MIN_KEY_LENGTH} and ${MAX_KEY_LENGTH}
      union
      select id, key, digits, key from used_skills where length(key) between ${MIN_KEY_LENGTH} and ${MAX_KEY_LENGTH}
    ), matched as (
      select a.id as a, b.id as b, 'spelling' as reason,
        1 - 1.0 / greatest(length(a.key), length(b.key)) as name_similarity
      from deletions as a join deletions as b using (remainder)
      where a.id < b.id and a.digits = b.digits
      union all
      select a.id, b.id, 'words', 0.9 from used_skills as a join used_skills as b using (words)
      where a.id < b.id and a.digits = b.digits
      union all
      select least(a.id, b.id), greatest(a.id, b.id), 'initials', 0.7
      from used_skills as a join used_skills as b on a.initials = b.key and a.id <> b.id
      union all
      select least(a.id, b.id), greatest(a.id, b.id), 'taxonomy', 0.9
      from used_skills as a
      join taxonomy_labels as label on label.key = a.key
      join taxonomy_concepts as concept on concept.id = concept_id and kind = 'skill'
      join taxonomy_labels as other on other.concept_id = concept.id
      join used_skills as b on b.key = other.key and a.id < b.id
    )
    select distinct on (a, b) a, b, reason, name_similarity
    from matched
    join used_skills as skill_a on skill_a.id = a
    join used_skills as skill_b on skill_b.id = b
    where not (skill_a.shipped and skill_b.shipped)
    order by a, b, name_similarity desc`;
  await sql`analyze candidate_pairs`;
}

/** The other skills of each candidate's users, weighted by inverse document frequency. */
async function createNeighbours(sql: TransactionSql): Promise<void> {
  await sql`
    create temporary table neighbours on commit drop as
    select candidate.skill_id, neighbour.skill_id as neighbour_id,
      count(*) * ln(1 + (select count(distinct user_id) from user_skills) / max(used_skills.users)::double precision) as weight
    from user_skills as candidate
    join user_skills as neighbour
      on neighbour.user_id = candidate.user_id and neighbour.skill_id <> candidate.skill_id
    join used_skills on used_skills.id = neighbour.skill_id
    where candidate.skill_id in (select a from candidate_pairs union select b from candidate_pairs)
    group by candidate.skill_id, neighbour.skill_id`;
  await sql`create index on neighbours (skill_id, neighbour_id)`;
  await sql`analyze neighbours`;
}

async function rankCandidates(sql: TransactionSql, limit: number): Promise<MergeSuggestion[]> {
  const rows = await sql<{ suggestion: MergeSuggestion }[]>`
    with norms as (
      select skill_id, sqrt(sum(weight * weight)) as norm from neighbours group by skill_id
    ), dot_product as (
      select a, b, sum(of_a.weight * of_b.weight) as product
      from candidate_pairs
      join neighbours as of_a on of_a.skill_id = a
      join neighbours as of_b on of_b.skill_id = b and of_b.neighbour_id = of_a.neighbour_id
      group by a, b
    ), shared_users as (
      select a, b, count(*) as shared
      from candidate_pairs
      join user_skills as with_a on with_a.skill_id = a
      join user_skills as with_b on with_b.skill_id = b and with_b.user_id = with_a.user_id
      group by a, b
    ), scored as (
      select a, b, reason, coalesce(shared, 0) as shared,
        name_similarity
        * (1 + coalesce(product / (norm_a.norm * norm_b.norm), 0)) / 2
        * (1 - coalesce(shared, 0) / greatest(least(skill_a.users, skill_b.users), 1)::double precision) as score,
        case when (skill_a.shipped, skill_a.uses, -a) >= (skill_b.shipped, skill_b.uses, -b) then b else a end as from_id
      from candidate_pairs
      join used_skills as skill_a on skill_a.id = a
      join used_skills as skill_b on skill_b.id = b
      left join dot_product using (a, b)
      left join shared_users using (a, b)
      left join norms as norm_a on norm_a.skill_id = a
      left join norms as norm_b on norm_b.skill_id = b
    )
    select json_build_object(
      'score', round(score::numeric, 3), 'reason', reason,
      'from', json_build_object('id', removed.id, 'name', removed.name, 'uses', removed.uses),
      'into', json_build_object('id', kept.id, 'name', kept.name, 'uses', kept.uses),
      'both', shared) as suggestion
    from scored
    join used_skills as removed on removed.id = from_id
    join used_skills as kept on kept.id = a + b - from_id
    where score > 0
    order by score desc, removed.uses + kept.uses desc, removed.id
    limit ${limit}`;
  return rows.map(({ suggestion }) => suggestion);
}
