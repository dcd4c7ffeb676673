import { shippedKeys } from '../../functions/src/skills/skillKey.ts';
import { transaction, type Sql, type TransactionSql } from '../../functions/src/platform/postgres.ts';

/** Two skills that are likely one. */
export interface Suggestion {
  /** From 0 to 1: how alike they are written, and how alike the people are who have one of them. */
  score: number;
  /** What makes their names alike. */
  reason: 'spelling' | 'words' | 'initials' | 'taxonomy';
  /** The one that does not ship with the suite, or that fewer documents name. */
  from: UsedSkill;
  into: UsedSkill;
  /** How many people have both. */
  both: number;
}

interface UsedSkill {
  id: number;
  name: string;
  /** How many users, posts and events have it. */
  uses: number;
}

/** Shorter keys have too many neighbours that are other skills. */
const MIN_LENGTH = 5;

/** Longer keys are left out of the comparison of spellings: each letter of a key costs a row. */
const MAX_LENGTH = 50;

/** Words that say little about which skill it is. */
const WEAK_WORDS =
  'and|of|the|for|in|with|to|skills?|programming|coding|software|development|language|framework|library|tools?|basics?|advanced|knowledge|experience';

/**
 * The skills in use that are likely the same, the likeliest first. Names are alike when their keys share
 * what is left without one character (one letter too much, missing, wrong or swapped) and have the same
 * digits, when they have the same words but weak ones, when one is the other's initials, or when an imported
 * taxonomy gives both to one concept; two that ship with the suite are known to differ. Of those, duplicates are had by people with similar other skills, but
 * rarely both by one person.
 *
 * score = likeness of the names × (1 + cosine of the co-occurring skills) / 2 × (1 - both / fewer users)
 *
 * Takes time in proportion to the skills' letters and to the links of the candidates: no skill is compared
 * with all others.
 */
export function suggest(sql: Sql, limit: number): Promise<Suggestion[]> {
  return transaction(sql, async (opened) => {
    await findUsed(opened);
    await findAlike(opened);
    await findNeighbours(opened);
    return rank(opened, limit);
  });
}

async function findUsed(sql: TransactionSql): Promise<void> {
  await sql`
    create temporary table used on commit drop as
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
      select string_agg(distinct word, ' ' order by word) filter (where word !~ ${`^(${WEAK_WORDS})$`}) as list,
        case when count(*) between 2 and 6 then string_agg(left(word, 1), '' order by position) end as initials
      from regexp_split_to_table(lower(name), '[^[:alnum:]+#]+') with ordinality as split (word, position)
      where word <> ''
    ) as words`;
  await sql`analyze used`;
}

async function findAlike(sql: TransactionSql): Promise<void> {
  await sql`
    create temporary table alike on commit drop as
    with shortened as (
      select id, key, digits, left(key, place - 1) || substr(key, place + 1) as rest
      from used, generate_series(1, length(key)) as place
      where length(key) between ${MIN_LENGTH} and ${MAX_LENGTH}
      union
      select id, key, digits, key from used where length(key) between ${MIN_LENGTH} and ${MAX_LENGTH}
    ), found as (
      select a.id as a, b.id as b, 'spelling' as reason,
        1 - 1.0 / greatest(length(a.key), length(b.key)) as likeness
      from shortened as a join shortened as b using (rest)
      where a.id < b.id and a.digits = b.digits
      union all
      select a.id, b.id, 'words', 0.9 from used as a join used as b using (words)
      where a.id < b.id and a.digits = b.digits
      union all
      select least(a.id, b.id), greatest(a.id, b.id), 'initials', 0.7
      from used as a join used as b on a.initials = b.key and a.id <> b.id
      union all
      select least(a.id, b.id), greatest(a.id, b.id), 'taxonomy', 0.9
      from used as a
      join taxonomy_labels as label on label.key = a.key
      join taxonomy_concepts as concept on concept.id = concept_id and kind = 'skill'
      join taxonomy_labels as other on other.concept_id = concept.id
      join used as b on b.key = other.key and a.id < b.id
    )
    select distinct on (a, b) a, b, reason, likeness
    from found
    join used as a_used on a_used.id = a
    join used as b_used on b_used.id = b
    where not (a_used.shipped and b_used.shipped)
    order by a, b, likeness desc`;
  await sql`analyze alike`;
}

/** The other skills of the people who have a candidate; rare ones weigh more. */
async function findNeighbours(sql: TransactionSql): Promise<void> {
  await sql`
    create temporary table neighbours on commit drop as
    select mine.skill_id, other.skill_id as other,
      count(*) * ln(1 + (select count(distinct user_id) from user_skills) / max(used.users)::double precision) as weight
    from user_skills as mine
    join user_skills as other on other.user_id = mine.user_id and other.skill_id <> mine.skill_id
    join used on used.id = other.skill_id
    where mine.skill_id in (select a from alike union select b from alike)
    group by mine.skill_id, other.skill_id`;
  await sql`create index on neighbours (skill_id, other)`;
  await sql`analyze neighbours`;
}

async function rank(sql: TransactionSql, limit: number): Promise<Suggestion[]> {
  const rows = await sql<{ suggestion: Suggestion }[]>`
    with length as (
      select skill_id, sqrt(sum(weight * weight)) as length from neighbours group by skill_id
    ), product as (
      select a, b, sum(mine.weight * yours.weight) as product
      from alike
      join neighbours as mine on mine.skill_id = a
      join neighbours as yours on yours.skill_id = b and yours.other = mine.other
      group by a, b
    ), together as (
      select a, b, count(*) as shared
      from alike join user_skills as mine on mine.skill_id = a
      join user_skills as yours on yours.skill_id = b and yours.user_id = mine.user_id
      group by a, b
    ), scored as (
      select a, b, reason, coalesce(shared, 0) as shared,
        likeness
        * (1 + coalesce(product / (of_a.length * of_b.length), 0)) / 2
        * (1 - coalesce(shared, 0) / greatest(least(a_used.users, b_used.users), 1)::double precision) as score,
        case when (a_used.shipped, a_used.uses, -a) >= (b_used.shipped, b_used.uses, -b) then b else a end as from_id
      from alike
      join used as a_used on a_used.id = a
      join used as b_used on b_used.id = b
      left join product using (a, b)
      left join together using (a, b)
      left join length as of_a on of_a.skill_id = a
      left join length as of_b on of_b.skill_id = b
    )
    select json_build_object(
      'score', round(score::numeric, 3), 'reason', reason,
      'from', json_build_object('id', gone.id, 'name', gone.name, 'uses', gone.uses),
      'into', json_build_object('id', kept.id, 'name', kept.name, 'uses', kept.uses),
      'both', shared) as suggestion
    from scored
    join used as gone on gone.id = from_id
    join used as kept on kept.id = a + b - from_id
    where score > 0
    order by score desc, gone.uses + kept.uses desc, gone.id
    limit ${limit}`;
  return rows.map(({ suggestion }) => suggestion);
}
