import type { TransactionSql } from '../../platform/postgres.ts';
import type { Period } from './changedDays.ts';
import { ACTIVE_DAYS } from './scoreFormula.ts';

/**
 * Ranks the days of a period: counts the active users at each level at the end of each day, as if `computed_days` had
 * been written, and writes the counts to `engagement_levels` and the temporary table `ranked`. A level encodes decayed
 * points independently of the day, so a user's level is constant while nothing happens; one pass over the changes in
 * level ranks all days.
 *
 * @returns how many rows were written
 */
export async function rankDays(sql: TransactionSql, { from, to }: Period): Promise<number> {
  await sql`
    create temporary table ranked (
      date date, level integer, people integer, below integer, active integer, primary key (date, level)
    ) on commit drop`;
  await sql`
    insert into ranked (date, level, people, below, active)
    with day as (
      select day::date as date
      from generate_series(${from}::text::date::timestamp, ${to}::text::date::timestamp, interval '1 day') as day
    ), level_period as (
      select greatest(date, ${from}::text::date) as date, engagement_level(decayed_points) as level, valid_until,
        count(*)::integer as people
      from (
        select date, decayed_points, valid_until from computed_days
        union all
        select date, decayed_points, valid_until
        from user_engagement_metrics as day
        where not exists (
          select from changed_days as changed where changed.user_id = day.user_id and changed.date = day.date
        ) and not exists (
          select from computed_days as computed where computed.user_id = day.user_id and computed.date = day.date
        )
      ) as day
      where date > ${from}::text::date - ${ACTIVE_DAYS}::integer and date <= ${to}::text::date
        and valid_until >= greatest(date, ${from}::text::date)
      group by 1, 2, 3
    ), change as (
      select date, level, sum(people) as people
      from (
        select date, level, people from level_period
        union all
        select valid_until + 1, level, -people from level_period where valid_until < ${to}::text::date
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
  return writeLevels(sql, { from, to });
}

/** Replaces the rows of `engagement_levels` in the period by `ranked`. @returns how many rows were written */
async function writeLevels(sql: TransactionSql, { from, to }: Period): Promise<number> {
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
  return deleted.count + written.count;
}
