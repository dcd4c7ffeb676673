import { pgArray, type TransactionSql } from '../../platform/postgres.ts';
import { shownSql, SMALLEST_GROUP } from '../disclosure/counts.ts';
import { sharedVisitors } from './shared.ts';

/** Skills, and other events, that are kept of each event. */
const KEPT = 30;

/** People read, or pairs written, at a time. */
const PAGE = 10_000;

/** Counts every event that anybody has answered to. @returns how many people visited any. */
export async function countEvents(sql: TransactionSql): Promise<number> {
  // Read by all the counts below.
  await sql`
    create temporary table visits on commit drop as
    select event_id, user_id, department, category, start_date
    from (
      select event_id, attendance.user_id, department, event.category, event.start_date, status,
        has_attended(status, attended_at) as attended, bool_or(has_attended(status, attended_at)) over (partition by event_id) as is_over
      from event_attendance as attendance
      join users on users.id = attendance.user_id and users.live
      join (select id as event_id, category, start_date from events where live) as event using (event_id)
      where attendance.live
    ) as answers
    where case when is_over then attended else status is distinct from 'cancelled' end`;
  await sql`create index on visits (user_id)`;
  await sql`analyze visits`;
  await countAnswers(sql);
  await countDepartments(sql);
  await countSkills(sql);
  const [row] = await sql<{ people: number }[]>`
    select count(distinct user_id)::float8 as people from visits`;
  const people = row?.people ?? 0;
  await countPairs(sql, people);
  return people;
}

async function countAnswers(sql: TransactionSql): Promise<void> {
  await sql`delete from event_insights`;
  await sql`
    insert into event_insights (event_id, answered, going, attended, visitors, returning_visitors)
    select event_id, answered, going, attended, coalesce(visitors, 0), coalesce(returning_visitors, 0)
    from (
      select event_id, count(*) as answered, count(*) filter (where status is distinct from 'cancelled') as going,
        count(*) filter (where has_attended(status, attended_at)) as attended
      from event_attendance as attendance
      join users on users.id = attendance.user_id and users.live
      join events on events.id = event_id and events.live
      where attendance.live
      group by event_id
    ) as answers
    left join (
      select event_id, count(*) as visitors, count(*) filter (where earlier < start_date) as returning_visitors
      from (
        select event_id, start_date, min(start_date) over (partition by user_id, category) as earlier
        from visits
      ) as visits
      group by event_id
    ) as visitors using (event_id)`;
}

async function countDepartments(sql: TransactionSql): Promise<void> {
  await sql`delete from event_departments`;
  await sql`
    insert into event_departments (event_id, department, people, shown)
    select event_id, department, people, shown
    from (
      select event_id, department, people, ${shownSql(sql, {
        people: sql`people`,
        whole: sql`visitors`,
        partition: sql`event_id`,
        order: sql`department`,
      })} as shown
      from (
        select event_id, department, count(*) as people from visits where department is not null group by 1, 2
      ) as parts
      join event_insights using (event_id)
    ) as compared`;
}

/** Of fewer than five people a skill says nothing about an event. */
async function countSkills(sql: TransactionSql): Promise<void> {
  await sql`delete from event_visitor_skills`;
  await sql`
    insert into event_visitor_skills (event_id, skill_id, people)
    select event_id, skill_id, people
    from (
      select event_id, skill_id, people,
        row_number() over (partition by event_id order by people desc, skill_id) as place
      from (
        select event_id, skill_id, count(*) as people
        from visits join event_insights using (event_id) join user_skills using (user_id)
        where visitors >= ${SMALLEST_GROUP}
        group by event_id, skill_id
        having count(*) >= ${SMALLEST_GROUP}
      ) as counted
    ) as ranked
    where place <= ${KEPT}`;
}

/** Never of fewer than five people, whoever asks: a lift of so few says nothing. */
async function countPairs(sql: TransactionSql, everybody: number): Promise<void> {
  const events = await sql<{ id: string }[]>`
    select event_id as id from event_insights where visitors >= ${SMALLEST_GROUP} order by event_id`;
  const ids = events.map(({ id }) => id);
  const visits: number[][] = [];
  const people = sql<{ events: number[] }[]>`
    select json_agg(number - 1) as events
    from visits
    join unnest(${pgArray(ids)}::text[]) with ordinality as numbered (event_id, number) using (event_id)
    group by user_id`;
  for await (const page of people.cursor(PAGE)) for (const { events: own } of page) visits.push(own);
  const pairs = sharedVisitors(ids.length, visits, { everybody, fewest: SMALLEST_GROUP, kept: KEPT });
  await sql`delete from event_pairs`;
  for (let from = 0; from < pairs.length; from += PAGE) {
    const rows = pairs
      .slice(from, from + PAGE)
      .map(({ event, other, ...shared }) => ({ event_id: ids[event], other_id: ids[other], ...shared }));
    await sql`
      insert into event_pairs (event_id, other_id, people, low)
      select event_id, other_id, people, low
      from json_to_recordset(${JSON.stringify(rows)}::text::json)
        as pair (event_id text, other_id text, people bigint, low float8)`;
  }
}
