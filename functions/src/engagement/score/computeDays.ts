import { campusZone } from '../../platform/campusTime.ts';
import type { Fragment, TransactionSql } from '../../platform/postgres.ts';
import { ACTIVE_DAYS, HALF_LIFE_DAYS, WEIGHTS } from './scoreFormula.ts';

/**
 * Recomputes the days in `changed_days` from the documents, and the later days of the same users that they affect, into
 * the temporary table `computed_days`. Sums always run from the first day to the last, so that they are the same to the
 * last bit whenever they are computed.
 */
export async function computeDays(sql: TransactionSql): Promise<void> {
  await sql`
    create temporary table computed_days (like user_engagement_metrics including defaults) on commit drop`;
  await sql`
    insert into computed_days (
      user_id, date, posts_created, events_attended, profile_views, connections_made, points, last_action_date,
      valid_until, decayed_points
    )
    with changed_user as (
      select user_id, min(date) as first from changed_days group by user_id
    ), base as materialized (
      -- The last day before the first changed one: later days continue its sums.
      select user_id, coalesce((
        select max(date) from user_engagement_metrics as earlier
        where earlier.user_id = changed_user.user_id and date < first
      ), '-infinity') as base
      from changed_user
    ), existing as materialized (
      select day.*, date = base as is_base
      from base
      cross join lateral (
        select * from user_engagement_metrics as day
        where day.user_id = base.user_id and date >= base
        -- Keeps the planner from reading all users' days for those of a few.
        offset 0
      ) as day
    ), day as (
      select user_id, date, posts_created, events_attended, profile_views, connections_made, points,
        case when is_base then last_action_date end as acted_before,
        case when is_base then decayed_points else ${gain(sql)} end as gained
      from existing as day
      where not exists (
        select from changed_days as changed where changed.user_id = day.user_id and changed.date = day.date
      )
      union all
      select user_id, date, posts_created, events_attended, profile_views, connections_made, points, null,
        ${gain(sql)}
      from (${daysFromDocuments(sql)}) as computed
    ), running as (
      select *,
        sum(gained) over to_date as decayed_points,
        lead(date) over user_days as next,
        max(
          case when posts_created + events_attended + connections_made > 0 then date else acted_before end
        ) over to_date as last_action_date
      from day
      window user_days as (partition by user_id order by date),
        to_date as (partition by user_id order by date rows unbounded preceding)
    )
    select user_id, date, posts_created, events_attended, profile_views, connections_made, points, last_action_date,
      case
        when last_action_date > date - ${ACTIVE_DAYS}::integer then least(next - 1, last_action_date + ${ACTIVE_DAYS - 1}::integer)
        else date - 1
      end,
      decayed_points
    from running
    order by user_id, date`;
  await sql`alter table computed_days add primary key (user_id, date)`;
  await sql`analyze computed_days`;
}

/** What a day's points add to the decayed sum, which is kept relative to a fixed day. */
function gain(sql: TransactionSql): Fragment {
  return sql`points * power(2::float8, (date - date '2035-01-01') / ${HALF_LIFE_DAYS}::float8)`;
}

/** The days in `changed_days` on which live users did something, with counts and points. */
function daysFromDocuments(sql: TransactionSql): Fragment {
  const { eventAttended, postCreated, connectionMade, reactions, profileViews } = WEIGHTS;
  const reactionPoints = (count: Fragment, { times, most }: { times: number; most: number }): Fragment =>
    sql`least(${most}::integer, round(${times}::float8 * ln(1 + ${count}) / ln(2::float8))::integer)`;
  const reaction = (kind: string): Fragment => sql`coalesce((engagement_metrics ->> ${kind})::float8, 0)`;
  // With the days around it, an index finds a few days; by the equality, a hash join finds all of them.
  const onDay = (time: Fragment): Fragment => sql`
    campus_day(${time}, ${campusZone()}) = changed.date and has_engagement_day(${time})
    and ${time} >= (changed.date - 1)::timestamp at time zone 'UTC'
    and ${time} < (changed.date + 2)::timestamp at time zone 'UTC'`;
  return sql`
    select user_id, date, sum(posts)::integer as posts_created, sum(events)::integer as events_attended,
      sum(views)::integer as profile_views, sum(connections)::integer as connections_made,
      sum(points)::integer as points
    from (
      select changed.user_id, changed.date, 1 as posts, 0 as events, 0 as views, 0 as connections,
        ${postCreated}::integer + ${reactionPoints(
          sql`${reactions.like}::integer * ${reaction('likes')} + ${reactions.comment}::integer * ${reaction('comments')}
            + ${reactions.share}::integer * ${reaction('shares')}`,
          reactions,
        )} as points
      from changed_days as changed
      join showcase_posts as post on post.user_id = changed.user_id and ${onDay(sql`created_at`)}
      where post.live
      union all
      select changed.user_id, changed.date, 0, 1, 0, 0, ${eventAttended}::integer
      from changed_days as changed
      join attended_events as attendance
        on attendance.user_id = changed.user_id and ${onDay(sql`attended_at`)}
      union all
      select changed.user_id, changed.date, 0, 1, 0, 0, ${eventAttended}::integer
      from changed_days as changed
      join event_attendance as attendance on attendance.user_id = changed.user_id
      join events on events.id = event_id
      where attendance.live and status = 'attended' and not has_engagement_day(attended_at)
        and has_engagement_day(start_date) and campus_day(start_date, ${campusZone()}) = changed.date
      union all
      select user_id, date, 0, 0, views, 0, ${reactionPoints(sql`views`, profileViews)}
      from changed_days as changed
      join profile_view_counts using (user_id, date)
      union all
      select changed.user_id, changed.date, 0, 0, 0, 1, ${connectionMade}::integer
      from changed_days as changed
      join accepted_connections on from_user_id = changed.user_id and ${onDay(sql`created_at`)}
      union all
      select changed.user_id, changed.date, 0, 0, 0, 1, ${connectionMade}::integer
      from changed_days as changed
      join accepted_connections on to_user_id = changed.user_id and ${onDay(sql`created_at`)}
    ) as action
    where exists (select from users where id = user_id and live)
    group by user_id, date`;
}

/** The first day whose end-of-day level of any user differs from the stored rows; null if none does. */
export async function firstChangedDay(sql: TransactionSql): Promise<string | null> {
  const [deleted] = await sql<{ day: string | null }[]>`
    select min(date)::text as day
    from changed_days
    join user_engagement_metrics using (user_id, date)
    left join computed_days as computed using (user_id, date)
    where computed.decayed_points is null`;
  const [changed] = await sql<{ day: string | null }[]>`
    select min(
      case when engagement_level(computed.decayed_points) = engagement_level(existing.decayed_points)
        then greatest(date, least(computed.valid_until, existing.valid_until) + 1)
        else date
      end
    )::text as day
    from computed_days as computed
    left join user_engagement_metrics as existing using (user_id, date)
    where (computed.valid_until, engagement_level(computed.decayed_points))
      is distinct from (existing.valid_until, engagement_level(existing.decayed_points))`;
  return earliest(deleted?.day, changed?.day);
}

function earliest(a: string | null = null, b: string | null = null): string | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}
