import type { TransactionSql } from '../../platform/postgres.ts';

/** Counts again how many people have each skill, name it in posts, and attend each event. */
export async function refreshStatistics(sql: TransactionSql, now: Date): Promise<void> {
  await sql`
    update skills set people = counted.people, authors = counted.authors
    from (
      select skills.id, coalesce(profiles.people, 0) as people, coalesce(posts.authors, 0) as authors
      from skills
      left join (select skill_id as id, count(*) as people from user_skills group by 1) as profiles using (id)
      left join (select skill_id as id, count(distinct user_id) as authors from post_skills group by 1) as posts
        using (id)
    ) as counted
    where counted.id = skills.id
      and (skills.people, skills.authors) is distinct from (counted.people, counted.authors)`;
  // The zeros take away what nobody attends any more.
  await sql`
    merge into event_statistics as existing
    using (
      select event_id, sum(people)::bigint as people
      from (
        select event_id, count(*) as people
        from event_attendance
        where live and status is distinct from 'cancelled'
        group by event_id
        union all
        select event_id, 0 from event_statistics
      ) as counted
      group by event_id
    ) as counted
    on counted.event_id = existing.event_id
    when not matched then insert (event_id, people) values (counted.event_id, counted.people)
    when matched and counted.people = 0 then delete
    when matched and existing.people is distinct from counted.people then update set people = counted.people`;
  // An empty campus has no statistics: answers then count on request.
  await sql`
    insert into matching_refresh (refreshed_at, people)
    select ${now}, count(*) from users where live having count(*) > 0
    on conflict (id) do update set refreshed_at = excluded.refreshed_at, people = excluded.people`;
}
