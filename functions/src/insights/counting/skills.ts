import type { TransactionSql } from '../../platform/postgres.ts';
import { liftFactorSql, liftSql } from '../disclosure/association.ts';
import { SMALLEST_GROUP } from '../disclosure/counts.ts';

/** Other skills that are kept of each skill. */
const KEPT = 20;

/** Counts which skills people have together. @returns how many people have any. */
export async function countSkillPairs(sql: TransactionSql): Promise<number> {
  await sql`
    create temporary table skilled on commit drop as
    select user_id, skill_id from user_skills join users on users.id = user_id and live`;
  await sql`create index on skilled (user_id)`;
  await sql`analyze skilled`;
  const [row] = await sql<{ people: number }[]>`
    select count(distinct user_id)::float8 as people from skilled`;
  const everybody = row?.people ?? 0;
  await sql`delete from skill_pair_people`;
  await sql`
    insert into skill_pair_people (skill_id, people)
    select skill_id, count(*) from skilled group by skill_id having count(*) >= ${SMALLEST_GROUP}`;
  const overlap = {
    both: sql`pairs.people::float8`,
    one: sql`one.people::float8`,
    other: sql`other.people::float8`,
    everybody: sql`${everybody}::float8`,
  };
  await sql`delete from skill_pairs`;
  await sql`
    with frequent as (
      select user_id, skill_id from skilled join skill_pair_people using (skill_id)
    ), pairs as (
      select one.skill_id, other.skill_id as other_id, count(*) as people
      from frequent as one join frequent as other
        on other.user_id = one.user_id and other.skill_id > one.skill_id
      group by 1, 2
      having count(*) >= ${SMALLEST_GROUP}
    ), lifted as (
      select pairs.skill_id, other_id, pairs.people,
        ${liftSql(sql, overlap)} / ${liftFactorSql(sql, overlap)} as low
      from pairs
      join skill_pair_people as one on one.skill_id = pairs.skill_id
      join skill_pair_people as other on other.skill_id = other_id
    )
    insert into skill_pairs (skill_id, other_id, people, low)
    select skill_id, other_id, people, low
    from (
      select *, row_number() over (partition by skill_id order by low desc, other_id) as place
      from (
        select skill_id, other_id, people, low from lifted where low > 1
        union all
        select other_id, skill_id, people, low from lifted where low > 1
      ) as both_sides
    ) as ranked
    where place <= ${KEPT}`;
  return everybody;
}
