import type { TransactionSql } from '../../platform/postgres.ts';
import type { Period } from './changedDays.ts';

/**
 * Writes `computed_days` to `user_engagement_metrics` with scores from `ranked`, and updates the scores of all other rows
 * of the ranked period.
 *
 * @returns how many rows were written
 */
export async function writeDays(sql: TransactionSql, { from, to }: Period): Promise<number> {
  const deleted = await sql`
    delete from user_engagement_metrics as existing using changed_days as changed
    where changed.user_id = existing.user_id and changed.date = existing.date and not exists (
      select from computed_days as computed
      where computed.user_id = existing.user_id and computed.date = existing.date
    )`;
  const score = sql`round(100 * (below + people / 2.0) / active, 1)::float8`;
  const written = await sql`
    insert into user_engagement_metrics as existing (
      user_id, date, posts_created, events_attended, profile_views, connections_made, points, last_action_date,
      valid_until, decayed_points, engagement_score
    )
    select user_id, day.date, posts_created, events_attended, profile_views, connections_made, points, last_action_date,
      valid_until, decayed_points, case when valid_until >= day.date then coalesce(${score}, 0) else 0 end
    from computed_days as day
    join users on users.id = user_id
    left join ranked on ranked.date = day.date and ranked.level = engagement_level(decayed_points)
    order by user_id, day.date
    -- Who is erased meanwhile is left out.
    for key share of users
    on conflict (user_id, date) do update set
      posts_created = excluded.posts_created,
      events_attended = excluded.events_attended,
      profile_views = excluded.profile_views,
      connections_made = excluded.connections_made,
      points = excluded.points,
      last_action_date = excluded.last_action_date,
      valid_until = excluded.valid_until,
      decayed_points = excluded.decayed_points
    where (
      existing.posts_created, existing.events_attended, existing.profile_views, existing.connections_made,
      existing.points, existing.last_action_date, existing.valid_until, existing.decayed_points
    ) is distinct from (
      excluded.posts_created, excluded.events_attended, excluded.profile_views, excluded.connections_made,
      excluded.points, excluded.last_action_date, excluded.valid_until, excluded.decayed_points
    )`;
  const scored = await sql`
    update user_engagement_metrics as day set engagement_score = ${score}
    from ranked
    where day.date between ${from}::text::date and ${to}::text::date and day.valid_until >= day.date
      and ranked.date = day.date and ranked.level = engagement_level(decayed_points) and engagement_score <> ${score}`;
  const inactive = await sql`
    update user_engagement_metrics set engagement_score = 0
    where date between ${from}::text::date and ${to}::text::date and valid_until < date and engagement_score <> 0`;
  return deleted.count + written.count + scored.count + inactive.count;
}
