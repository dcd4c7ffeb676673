import type { Fragment, Sql, TransactionSql } from '../../functions/src/platform/postgres.ts';
import { withoutIndexes } from './withoutIndexes.ts';

const EVENTS = 5000;
const EVENTS_EACH = 10;
const SKILLS = 3000;

/** Skill draws per student; duplicates leave about 9 distinct skills. */
const SKILL_DRAWS = 10;

/** Indexes that are slow to maintain row by row. */
const INDEXES = ['idx_user_skills_skill_id', 'idx_event_attendance_event_id'];

/**
 * Fills an empty, migrated database with this many students, each with about 9 Zipf-distributed skills and 10 of
 * 5,000 events. Writes straight into the tables: a million students would take the writer half an hour.
 * Deterministic.
 */
export async function fillCampus(sql: Sql, students: number): Promise<void> {
  await sql.begin(async (transaction) => {
    // References are valid by construction; checking 20 million of them takes minutes.
    await transaction`set local session_replication_role = replica`;
    await transaction`select setseed(0.5)`;
    await withoutIndexes(transaction, () => fill(transaction, students), INDEXES);
  });
  await sql`vacuum analyze`;
}

async function fill(sql: TransactionSql, students: number): Promise<void> {
  await sql`
    insert into users (
      id, email, name, role, department, department_key, visible_in_search, visible_in_matching, visible_in_forecast,
      shares_attendance, created_at, firebase_data, version, live
    )
    select ${idOf(sql, 'student')}, number || '@campus.example', 'Student ' || number, 'student',
      'Department ' || number % 20, 'department ' || number % 20, true, true, true, true, now(), '{}', 1, true
    from generate_series(1, ${students}::integer) as number`;
  await sql`
    insert into events (id, title, start_date, firebase_data, version, live)
    select ${idOf(sql, 'event')}, 'Event ' || number, now() - number * interval '3 hours', '{}', 1, true
    from generate_series(1, ${EVENTS}::integer) as number`;
  await sql`
    insert into skills (key, name)
    select 'skill ' || number, 'Skill ' || number from generate_series(1, ${SKILLS}::integer) as number`;
  await sql`
    insert into user_skills (user_id, skill_id, proficiency_level, spelling)
    select distinct on (user_id, skill_id) user_id, skill_id, 1 + floor(random() * 5)::integer, 'x'
    from (
      select ${idOf(sql, 'student')} as user_id,
        -- The inverse of the distribution function of Zipf's law with exponent 1.
        floor(exp(random() * ln(${SKILLS}::float8 + 1)))::integer as skill_id
      from generate_series(1, ${students}::integer) as number, generate_series(1, ${SKILL_DRAWS}::integer)
    ) as drawn`;
  await sql`
    insert into event_attendance (user_id, event_id, attended_at, status, firebase_data, version, live)
    select distinct user_id, id, now(), 'attended', '{"status": "attended"}'::jsonb, 1, true
    from (
      select ${idOf(sql, 'student')} as user_id, 1 + floor(random() * ${EVENTS}::integer)::integer as place
      from generate_series(1, ${students}::integer) as number, generate_series(1, ${EVENTS_EACH}::integer)
    ) as drawn
    join (select id, row_number() over (order by id) as place from events) as event using (place)`;
}

/** An id like Firebase Authentication's: 28 opaque characters. */
export function idOf(sql: TransactionSql, kind: string): Fragment {
  return sql`left(translate(encode(sha256((${kind}::text || number)::bytea), 'base64'), '+/=', ''), 28)`;
}
