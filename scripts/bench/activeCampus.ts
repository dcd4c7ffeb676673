import type { Fragment, Sql, TransactionSql } from '../../functions/src/platform/postgres.ts';
import { withoutIndexes } from './withoutIndexes.ts';

const DEPARTMENTS = 20;
const SKILLS = 3000;

/** Volume of a year: events, and actions per student on average. A few students do ten times as much, many almost nothing. */
const YEARLY = { events: 5000, attendances: 24, posts: 5, connections: 8, viewedDays: 15 };

/**
 * Fills an empty, migrated database with students and `days` days of activity, up to and including `last`
 * (`YYYY-MM-DD`): events, attendance, posts, connections, profile views, skills. Writes straight into the tables and
 * computes nothing from them. Deterministic.
 */
export async function fillActiveCampus(
  sql: Sql,
  { students, days, last }: { students: number; days: number; last: string },
): Promise<void> {
  await sql.begin(async (transaction) => {
    // References are valid by construction; checking millions of them takes minutes, and so do the triggers.
    await transaction`set local session_replication_role = replica`;
    await transaction`set local work_mem = '256MB'`;
    await transaction`set local maintenance_work_mem = '512MB'`;
    await transaction`select setseed(0.5)`;
    await withoutIndexes(transaction, async () => {
      await people(transaction, students);
      await activity(transaction, { days, last });
      await transaction`
        insert into post_skills (post_id, skill_id, user_id, spelling)
        select distinct id, ${zipf(transaction)}, user_id, 'x' from showcase_posts, generate_series(1, 2)
        on conflict do nothing`;
    });
  });
  await sql`vacuum analyze`;
}

/** Adds one more day of activity, with the triggers on, as the writer would. */
export async function oneMoreDay(sql: Sql, day: string): Promise<void> {
  await sql.begin((transaction) => activity(transaction, { days: 1, last: day }));
}

async function people(sql: TransactionSql, students: number): Promise<void> {
  await sql`
    insert into users (
      id, email, name, role, department, department_key, visible_in_search, visible_in_matching, visible_in_forecast,
      shares_attendance, created_at, firebase_data, version, live
    )
    select left(translate(encode(sha256(('student' || number)::bytea), 'base64'), '+/=', ''), 28),
      number || '@campus.example', 'Student ' || number, 'student', 'Department ' || number % ${DEPARTMENTS},
      'department ' || number % ${DEPARTMENTS}, true, true, true, true, now(), '{}', 1, true
    from generate_series(1, ${students}::integer) as number`;
  await sql`
    insert into skills (key, name)
    select 'skill ' || number, 'Skill ' || number from generate_series(1, ${SKILLS}::integer) as number`;
  await sql`
    insert into user_skills (user_id, skill_id, proficiency_level, spelling)
    select user_id, skill_id, 1 + floor(random() * 5)::integer, 'x'
    from (select distinct id as user_id, ${zipf(sql)} as skill_id from users, generate_series(1, 8)) as drawn`;
}

/** Everyone's actions over these days, in proportion to how active they are. */
async function activity(sql: TransactionSql, { days, last }: { days: number; last: string }): Promise<void> {
  const share = days / 365;
  const events = Math.ceil(YEARLY.events * share);
  await sql`
    insert into events (id, title, category, category_key, department, department_key, start_date, end_date, created_at,
      firebase_data, version, live)
    select 'event ' || ${last}::text || ' ' || number, 'Event ' || number, 'Category ' || number % 12,
      'category ' || number % 12, 'Department ' || number % ${DEPARTMENTS}, 'department ' || number % ${DEPARTMENTS},
      start, start + interval '2 hours', start - interval '14 days', '{}', 1, true
    from generate_series(1, ${events}::integer) as number,
      lateral (select (${last}::text::date + 1)::timestamp at time zone 'UTC'
        - number * (${days}::integer * interval '23 hours') / ${events}::integer as start) as event`;
  const moment = sql`(${last}::text::date + 1)::timestamp at time zone 'UTC' - random() * ${days}::integer * interval '1 day'`;
  // Poisson-like: one student in ten acts six times as often as the others.
  const actions = (yearly: number): Fragment => sql`
    users, lateral generate_series(1, floor(
      random() + ${yearly * share}::float8 * case when hashtext(users.id) % 10 = 0 then 4 else 0.67 end
        * (-ln(1 - random()))
    )::integer)`;
  await sql`
    insert into event_attendance (user_id, event_id, attended_at, status, rating, firebase_data, version, live)
    select distinct on (user_id, event_id) user_id, event_id,
      case when status = 'attended' then start_date + random() * interval '20 minutes' end, status,
      case when status = 'attended' and random() < 0.6 then 1 + floor(random() * 5)::integer end, '{}'::jsonb, 1, true
    from (
      select users.id as user_id, 
        'event ' || ${last}::text || ' ' || 1 + floor(random() * ${events}::integer)::integer as event_id,
        (array['attended', 'attended', 'attended', 'going', 'cancelled'])[1 + floor(random() * 5)::integer] as status
      from ${actions(YEARLY.attendances)}
    ) as drawn
    join events on events.id = event_id
    order by user_id, event_id
    on conflict do nothing`;
  await sql`
    insert into showcase_posts (id, user_id, content, category, category_key, engagement_metrics, created_at, firebase_data, version, live)
    select 'post ' || ${last}::text || ' ' || row_number() over (), users.id, 'Something to show',
      'Category ' || row_number() over () % 8, 'category ' || row_number() over () % 8,
      json_build_object('likes', floor(-ln(1 - random()) * 5), 'comments', floor(-ln(1 - random())), 'shares', 0)::jsonb,
      ${moment}, '{}', 1, true
    from ${actions(YEARLY.posts)}`;
  await sql`
    insert into connections (id, from_user_id, to_user_id, status, created_at, firebase_data, version, live)
    select 'connection ' || ${last}::text || ' ' || number, from_user_id, to_user_id,
      case when random() < 0.8 then 'accepted' else 'pending' end, moment, '{}', 1, true
    from (
      select row_number() over () as number, users.id as from_user_id, ${moment} as moment,
        1 + floor(random() * (select count(*) from users))::integer as place
      from ${actions(YEARLY.connections)}
    ) as drawn
    join (select id as to_user_id, row_number() over (order by id) as place from users) as other using (place)
    where from_user_id <> to_user_id`;
  await sql`
    with viewed as (
      insert into profile_view_counts (user_id, date, views)
      select distinct users.id, (${moment})::date, 1 + floor(-ln(1 - random()) * 2)::integer
      from ${actions(YEARLY.viewedDays)}
      on conflict do nothing
      returning user_id, date
    )
    insert into engagement_changes (user_id, moment) select user_id, date::timestamp at time zone 'UTC' from viewed`;
}

/** A Zipf-distributed skill id, by inverting the distribution function with exponent 1. */
function zipf(sql: TransactionSql): Fragment {
  return sql`floor(exp(random() * ln(${SKILLS}::float8 + 1)))::integer`;
}
