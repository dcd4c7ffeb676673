import type { TransactionSql } from '../platform/postgres.ts';

/** Recounts how many users have each skill on their profile, and how many who exist name it in their posts. */
export async function refreshSkillCounts(sql: TransactionSql): Promise<void> {
  await sql`
    update skills set people = counted.people, authors = counted.authors
    from (
      select skills.id, coalesce(profiles.people, 0) as people, coalesce(posts.authors, 0) as authors
      from skills
      left join (select skill_id as id, count(*) as people from user_skills group by 1) as profiles using (id)
      left join (
        select skill_id as id, count(distinct user_id) as authors
        from post_skills join users on users.id = user_id where live group by 1
      ) as posts using (id)
    ) as counted
    where counted.id = skills.id
      and (skills.people, skills.authors) is distinct from (counted.people, counted.authors)`;
}
