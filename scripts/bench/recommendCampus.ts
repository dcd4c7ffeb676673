import type { Sql, TransactionSql } from '../../functions/src/platform/postgres.ts';
import { fillCampus, idOf } from './similarCampus.ts';

const UPCOMING = 5000;

/** The vocabulary that texts of events are drawn from by Zipf's law, and the words of a description. */
const WORDS = 20_000;
const WORDS_EACH = 40;

const CATEGORIES = 40;
const SKILLS_EACH = 2;
const SKILLS = 3000;
const CONNECTIONS_EACH = 5;

/**
 * Fills the campus of the `similar` bench, whose 5,000 events are in the past, and adds 5,000 upcoming events with texts,
 * 40 categories and skills. Each student is going to one and has sent five connection requests, four of them accepted.
 * The same every time.
 */
export async function fillRecommendCampus(sql: Sql, students: number): Promise<void> {
  await fillCampus(sql, students);
  await sql.begin(async (transaction) => {
    await transaction`set local session_replication_role = replica`;
    await transaction`select setseed(0.25)`;
    await transaction`
      insert into events (id, title, start_date, firebase_data, version, live)
      select ${idOf(transaction, 'upcoming')}, 'Upcoming ' || number, now() + number * interval '20 minutes', '{}', 1, true
      from generate_series(1, ${UPCOMING}::integer) as number`;
    await writeTexts(transaction);
    await transaction`
      insert into event_skills (event_id, skill_id, spelling)
      select distinct id, 1 + floor(random() * ${SKILLS}::integer)::integer, 'x'
      from events, generate_series(1, ${SKILLS_EACH}::integer)`;
    await transaction`
      insert into event_attendance (user_id, event_id, attended_at, status, firebase_data, version, live)
      select user_id, id, now(), 'going', '{"status": "going"}'::jsonb, 1, true
      from (
        select ${idOf(transaction, 'student')} as user_id, 1 + floor(random() * ${UPCOMING}::integer)::integer as place
        from generate_series(1, ${students}::integer) as number
      ) as drawn
      join (
        select id, row_number() over (order by id) as place from events where start_date > now()
      ) as event using (place)`;
    await transaction`
      insert into connections (id, from_user_id, to_user_id, status, created_at, firebase_data, version, live)
      select row_number() over (), from_user.id, to_user.id, case when random() < 0.8 then 'accepted' else 'pending' end,
        now(), '{}', 1, true
      from (
        select number as from_place, 1 + floor(random() * ${students}::integer)::integer as to_place
        from generate_series(1, ${students}::integer) as number, generate_series(1, ${CONNECTIONS_EACH}::integer)
      ) as drawn
      join (select id, row_number() over (order by id) as from_place from users) as from_user using (from_place)
      join (select id, row_number() over (order by id) as to_place from users) as to_user using (to_place)
      where from_place <> to_place`;
  });
  await sql`vacuum analyze`;
}

/** Titles of three words, descriptions of forty, categories and departments. */
async function writeTexts(sql: TransactionSql): Promise<void> {
  await sql`
    update events
    set title = array_to_string(words[1:3], ' '), description = array_to_string(words, ' '),
      category = 'Category ' || place % ${CATEGORIES}::integer, category_key = 'category ' || place % ${CATEGORIES}::integer,
      department = 'Department ' || place % 20, department_key = 'department ' || place % 20
    from (
      select id, row_number() over (order by id) as place, array_agg(word) as words
      from (
        select id, 'word' || floor(exp(random() * ln(${WORDS}::float8)))::integer as word
        from events, generate_series(1, ${WORDS_EACH}::integer)
      ) as drawn
      group by id
    ) as text
    where text.id = events.id`;
}
