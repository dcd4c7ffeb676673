import { transaction, type Sql } from '../platform/postgres.ts';

/** Skills of more people say little about those beside them, and pairs of fewer may be chance. */
const MOST_PEOPLE_SHARE = 0.2;
const LEAST_TOGETHER = 3;

/** Neighbours that a skill has at most, and how far above chance they have to be. */
const NEIGHBOURS = 5;
const LEAST_STRENGTH = 0.2;

/** Skills of somebody who names more are left out: they say too little about each other. */
const MOST_SKILLS = 50;

/**
 * Computes again which skills go together: strength is the normalised pointwise mutual information (Bouma, 2009)
 * of having both, 0 for chance and 1 for never one without the other.
 */
export function refreshSkillNeighbours(sql: Sql): Promise<void> {
  return transaction(sql, async (opened) => {
    await opened`delete from skill_neighbours`;
    await opened`
      with everybody as (
        select count(*)::float8 as people from users where live
      ), counted as (
        select skill_id, count(*)::float8 as people from user_skills group by skill_id
      ), telling as (
        select skill_id, counted.people
        from counted, everybody
        where counted.people between ${LEAST_TOGETHER} and greatest(everybody.people * ${MOST_PEOPLE_SHARE}::float8, 20)
      ), owners as (
        select user_id, skill_id
        from (
          select user_id, skill_id, count(*) over (partition by user_id) as skills
          from user_skills join telling using (skill_id)
        ) as own
        where skills <= ${MOST_SKILLS}
      ), together as (
        select a.skill_id, b.skill_id as neighbour_id, count(*)::float8 as people
        from owners as a join owners as b on a.user_id = b.user_id and a.skill_id <> b.skill_id
        group by 1, 2
        having count(*) >= ${LEAST_TOGETHER}
      ), measured as (
        select together.skill_id, neighbour_id,
          ln(together.people * everybody.people / (a.people * b.people)) / -ln(together.people / (everybody.people + 1))
            as strength
        from together
        join telling as a on a.skill_id = together.skill_id
        join telling as b on b.skill_id = neighbour_id
        cross join everybody
      ), best as (
        select *, row_number() over (partition by skill_id order by strength desc, neighbour_id) as place
        from measured where strength >= ${LEAST_STRENGTH}
      )
      insert into skill_neighbours (skill_id, neighbour_id, strength)
      select skill_id, neighbour_id, least(strength, 1) from best where place <= ${NEIGHBOURS}`;
  });
}
