import type { TransactionSql } from '../../platform/postgres.ts';
import { refreshSkillCounts } from '../../skills/index.ts';

/** Recounts how many people have each skill, name it in posts, and attend each event. */
export async function refreshTraitCounts(sql: TransactionSql, now: Date): Promise<void> {
  await refreshSkillCounts(sql);
  // The added zeros make the merge delete events that nobody attends any more.
  await sql`
    merge into event_statistics as existing
    using (
      select event_id, sum(people)::bigint as people
      from (
        select event_id, count(*) as people
        from event_visits join users on users.id = user_id
        where live
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
  // An empty campus stores no statistics, so that requests count traits themselves.
  await sql`
    insert into matching_refresh (refreshed_at, population)
    select ${now}, count(*) from users where live having count(*) > 0
    on conflict (id) do update set refreshed_at = excluded.refreshed_at, population = excluded.population`;
}
