import type { TransactionSql } from '../../platform/postgres.ts';
import { isCountedFor, type Audience } from '../disclosure/audiences.ts';
import { MIN_GROUP_SIZE } from '../disclosure/disclosureRules.ts';
import { liftFactorSql, liftSql } from '../statistics/lift.ts';

/** Partners stored per skill. */
const MAX_PAIRS = 20;

/**
 * Counts which skills occur together significantly more often than by chance, for one audience.
 *
 * @returns users with any skill
 */
export async function aggregateSkillPairs(
  sql: TransactionSql,
  audience: Audience,
  now: Date,
): Promise<number> {
  const { exact } = audience;
  await sql`drop table if exists skilled`;
  await sql`
    create temporary table skilled on commit drop as
    select user_id, skill_id from user_skills join users on users.id = user_id and live
    where ${isCountedFor(sql, audience, now)}`;
  await sql`create index on skilled (user_id)`;
  await sql`analyze skilled`;
  const [row] = await sql<{ people: number }[]>`
    select count(distinct user_id)::float8 as people from skilled`;
  const population = row?.people ?? 0;
  await sql`delete from skill_pair_people where exact = ${exact}`;
  await sql`
    insert into skill_pair_people (exact, skill_id, people)
    select ${exact}, skill_id, count(*) from skilled group by skill_id having count(*) >= ${MIN_GROUP_SIZE}`;
  const overlap = {
    both: sql`pairs.people::float8`,
    first: sql`first.people::float8`,
    second: sql`second.people::float8`,
    population: sql`${population}::float8`,
  };
  await sql`delete from skill_pairs where exact = ${exact}`;
  await sql`
    with frequency as (
      select skill_id, people from skill_pair_people where exact = ${exact}
    ), frequent as (
      select user_id, skill_id from skilled join frequency using (skill_id)
    ), pairs as (
      select first.skill_id, second.skill_id as other_id, count(*) as people
      from frequent as first join frequent as second
        on second.user_id = first.user_id and second.skill_id > first.skill_id
      group by 1, 2
      having count(*) >= ${MIN_GROUP_SIZE}
    ), lifted as (
      select pairs.skill_id, other_id, pairs.people,
        ${liftSql(sql, overlap)} / ${liftFactorSql(sql, overlap)} as low
      from pairs
      join frequency as first on first.skill_id = pairs.skill_id
      join frequency as second on second.skill_id = other_id
    )
    insert into skill_pairs (exact, skill_id, other_id, people)
    select ${exact}, skill_id, other_id, people
    from (
      select *, row_number() over (partition by skill_id order by low desc, other_id) as rank
      from (
        select skill_id, other_id, people, low from lifted where low > 1
        union all
        select other_id, skill_id, people, low from lifted where low > 1
      ) as both_directions
    ) as ranked
    where rank <= ${MAX_PAIRS}`;
  return population;
}
