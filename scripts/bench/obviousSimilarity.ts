import type { Sql } from '../../functions/src/platform/postgres.ts';

/**
 * The obvious SQL: people who share at least two skills, ranked by the share of the requester's skills. It is the
 * query of the app's original plan, with its CTE renamed so that it no longer shadows the table.
 */
export async function obviousSimilarity(sql: Sql, id: string): Promise<void> {
  await sql`
    with own_skills as (
      select skill_id from user_skills where user_id = ${id}
    ), skill_similarity as (
      select other.user_id, count(*) as common_skills,
        count(*) * 1.0 / (select count(*) from own_skills) as similarity_score
      from user_skills as other
      where other.skill_id in (select skill_id from own_skills) and other.user_id <> ${id}
      group by other.user_id
      having count(*) >= 2
    )
    select users.id, name, department, similarity_score
    from users join skill_similarity on users.id = user_id
    order by similarity_score desc
    limit 10`;
}
