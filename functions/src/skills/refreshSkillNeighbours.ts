import { transaction, type Sql } from '../platform/postgres.ts';

/** Skills of more people say little about their neighbours; pairs shared by fewer may be chance. */
const MAX_PEOPLE_SHARE = 0.2;
const MIN_PEOPLE = 3;

/** Neighbours stored per skill, and the strength they need. */
const MAX_NEIGHBOURS = 5;
const MIN_STRENGTH = 0.2;

/** Users with more skills are left out: theirs say too little about each other. */
const MAX_SKILLS_PER_USER = 50;

/**
 * Recomputes which skills occur together. Strength is the normalised pointwise mutual information (Bouma, 2009) of a
 * user having both: 0 for chance, 1 when neither occurs without the other.
 */
export function refreshSkillNeighbours(sql: Sql): Promise<void> {
  return transaction(sql, async (tx) => {
    await tx`delete from skill_neighbours`;
    await tx`
      with population as (
        select count(*)::float8 as people from users where live
      ), counted as (
        select skill_id, count(*)::float8 as people from user_skills group by skill_id
      ), informative as (
        select skill_id, counted.people
        from counted, population
        where counted.people between ${MIN_PEOPLE} and greatest(population.people * ${MAX_PEOPLE_SHARE}::float8, 20)
      ), owners as (
        select user_id, skill_id
        from (
          select user_id, skill_id, count(*) over (partition by user_id) as skills
          from user_skills join informative using (skill_id)
        ) as owned
        where skills <= ${MAX_SKILLS_PER_USER}
      ), pairs as (
        select a.skill_id, b.skill_id as neighbour_id, count(*)::float8 as people
        from owners as a join owners as b on a.user_id = b.user_id and a.skill_id <> b.skill_id
        group by 1, 2
        having count(*) >= ${MIN_PEOPLE}
      ), scored as (
        select pairs.skill_id, neighbour_id,
          ln(pairs.people * population.people / (a.people * b.people)) / -ln(pairs.people / (population.people + 1))
            as strength
        from pairs
        join informative as a on a.skill_id = pairs.skill_id
        join informative as b on b.skill_id = neighbour_id
        cross join population
      ), ranked as (
        select *, row_number() over (partition by skill_id order by strength desc, neighbour_id) as rank
        from scored where strength >= ${MIN_STRENGTH}
      )
      insert into skill_neighbours (skill_id, neighbour_id, strength)
      select skill_id, neighbour_id, least(strength, 1) from ranked where rank <= ${MAX_NEIGHBOURS}`;
  });
}
