import type { TransactionSql } from '../../platform/postgres.ts';
import type { Period } from './changes.ts';
import { ACTIVE_DAYS } from './formula.ts';

/**
 * Ranks these days: how many active people have each level at the end of each, and the scores that follow. A
 * level is a point of time and a number of points in one, so nobody's changes while nothing happens to them; the
 * days are ranked in one pass over the changes between them.
 *
 * @returns how many rows were written.
 */
export async function rankDays(sql: TransactionSql, { from, to }: Period): Promise<number> {
  await sql`
    create temporary table ranked on commit drop as
    with day as (
      select day::date as date
      from generate_series(${from}::text::date::timestamp, ${to}::text::date::timestamp, interval '1 day') as day
    ), standing as (
      select greatest(date, ${from}::text::date) as date, engagement_level(decayed_points) as level, counts_until,
        count(*)::integer as people
      from user_engagement_metrics
      where date > ${from}::text::date - ${ACTIVE_DAYS}::integer and date <= ${to}::text::date
        and counts_until >= greatest(date, ${from}::text::date)
      group by 1, 2, 3
    ), change as (
      select date, level, sum(people) as people
      from (
        select date, level, people from standing
        union all
        select counts_until + 1, level, -people from standing where counts_until < ${to}::text::date
      ) as change
      group by date, level
    ), level as (
      select date, level,
        sum(coalesce(people, 0)) over (partition by level order by date)::integer as people
      from day cross join (select distinct level from change) as level
      left join change using (date, level)
    )
    select date, level, people,
      (sum(people) over (partition by date order by level) - people)::integer as below,
      sum(people) over (partition by date)::integer as active
    from level
    where people > 0`;
  await sql`analyze ranked`;
  const deleted = await sql`
    delete from engagement_levels as existing
    where date between ${from}::text::date and ${to}::text::date and not exists (
      select from ranked where ranked.date = existing.date and ranked.level = existing.level
    )`;
  const written = await sql`
    insert into engagement_levels as existing (date, level, people, below, active)
    select date, level, people, below, active from ranked order by date, level
    on conflict (date, level) do update set
      people = excluded.people, below = excluded.below, active = excluded.active
    where (existing.people, existing.below, existing.active)
      is distinct from (excluded.people, excluded.below, excluded.active)`;
  const scored = await sql`
    update user_engagement_metrics as metrics set engagement_score = scored.score
    from (
      select day.user_id, day.date,
        case when counts_until < day.date then 0
          else round(100 * (below + people / 2.0) / active, 1)::float8
        end as score
      from user_engagement_metrics as day
      left join ranked on ranked.date = day.date and ranked.level = engagement_level(decayed_points)
      where day.date between ${from}::text::date and ${to}::text::date
    ) as scored
    where metrics.user_id = scored.user_id and metrics.date = scored.date
      and metrics.engagement_score <> scored.score`;
  return deleted.count + written.count + scored.count;
}
