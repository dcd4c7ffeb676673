import { pgArray, type TransactionSql } from '../../platform/postgres.ts';
import { shownSql, SMALLEST_GROUP } from '../disclosure/counts.ts';
import { sharedVisitors, skillsOfVisitors, type Person } from './shared.ts';

/** Skills, and other events, that are kept of each event. */
const KEPT = 30;

/** People read, or rows written, at a time. */
const PAGE = 10_000;

/** Counts every event that anybody has answered to. @returns how many people visited any. */
export async function countEvents(sql: TransactionSql): Promise<number> {
  await numberVisits(sql);
  await countAnswers(sql);
  await countDepartments(sql);
  const [row] = await sql<{ people: number }[]>`
    select count(distinct person)::float8 as people from visits`;
  const people = row?.people ?? 0;
  await countOverlaps(sql, people);
  return people;
}

/**
 * Who answered to what, and who visited what, with numbers for people and events: millions of rows are sorted and
 * joined several times as fast by numbers as by ids. Read by all the counts below.
 */
async function numberVisits(sql: TransactionSql): Promise<void> {
  await sql`
    create temporary table numbered_people on commit drop as
    select row_number() over (order by id)::integer as person, id as user_id, department from users where live`;
  await sql`
    create temporary table numbered_events on commit drop as
    select row_number() over (order by id)::integer as event, id as event_id, category, start_date
    from events where live`;
  await sql`
    create temporary table answers on commit drop as
    select event, person, status is distinct from 'cancelled' as going, has_attended(status, attended_at) as attended
    from event_attendance
    join numbered_people using (user_id)
    join numbered_events using (event_id)
    where live`;
  await sql`
    create temporary table visits on commit drop as
    select event, person
    from answers join (select event, bool_or(attended) as is_over from answers group by event) as known using (event)
    where case when is_over then attended else going end`;
  for (const table of ['numbered_people', 'numbered_events', 'answers', 'visits']) {
    await sql`analyze ${sql(table)}`;
  }
}

async function countAnswers(sql: TransactionSql): Promise<void> {
  await sql`delete from event_insights`;
  await sql`
    insert into event_insights (event_id, answered, going, attended, visitors, returning_visitors)
    select event_id, answered, going, attended, coalesce(visitors, 0), coalesce(returning_visitors, 0)
    from (
      select event, count(*) as answered, count(*) filter (where going) as going,
        count(*) filter (where attended) as attended
      from answers group by event
    ) as answers
    join numbered_events using (event)
    left join (
      select event, count(*) as visitors, count(*) filter (where earlier < start_date) as returning_visitors
      from (
        select event, start_date, min(start_date) over (partition by person, category) as earlier
        from visits join numbered_events using (event)
      ) as visits
      group by event
    ) as visitors using (event)
    order by event_id`;
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
        select event, department, count(*) as people
        from visits join numbered_people using (person)
        where department is not null
        group by 1, 2
      ) as parts
      join numbered_events using (event)
      join event_insights using (event_id)
    ) as compared
    order by event_id, department`;
}

/**
 * The skills of visitors, and events with the same ones. Never of fewer than five people, whoever asks: of so few
 * a skill or a lift says nothing.
 */
async function countOverlaps(sql: TransactionSql, everybody: number): Promise<void> {
  const events = await sql<{ id: string }[]>`
    select event_id as id from event_insights where visitors >= ${SMALLEST_GROUP} order by event_id`;
  const ids = events.map(({ id }) => id);
  const people: Person[] = [];
  const rows = sql<Person[]>`
    select events, coalesce(skills, '[]') as skills
    from (
      select person, json_agg(number - 1) as events
      from visits
      join numbered_events using (event)
      join unnest(${pgArray(ids)}::text[]) with ordinality as numbered (event_id, number) using (event_id)
      group by person
    ) as visited
    join numbered_people using (person)
    left join (select user_id, json_agg(skill_id) as skills from user_skills group by user_id) as own using (user_id)`;
  for await (const page of rows.cursor(PAGE)) people.push(...page);

  const pairs = sharedVisitors(ids.length, people, { everybody, fewest: SMALLEST_GROUP, kept: KEPT });
  await sql`delete from event_pairs`;
  await writePages(pairs, (page) => {
    const named = page.map(({ event, other, ...shared }) => ({
      event_id: ids[event],
      other_id: ids[other],
      ...shared,
    }));
    return sql`
      insert into event_pairs (event_id, other_id, people, low)
      select event_id, other_id, people, low
      from json_to_recordset(${JSON.stringify(named)}::text::json)
        as pair (event_id text, other_id text, people bigint, low float8)`;
  });
  const skills = skillsOfVisitors(ids.length, people, { fewest: SMALLEST_GROUP, kept: KEPT });
  await sql`delete from event_visitor_skills`;
  await writePages(skills, (page) => {
    const named = page.map(({ event, skill, people: having }) => ({
      event_id: ids[event],
      skill_id: skill,
      people: having,
    }));
    return sql`
      insert into event_visitor_skills (event_id, skill_id, people)
      select event_id, skill_id, people
      from json_to_recordset(${JSON.stringify(named)}::text::json)
        as skill (event_id text, skill_id integer, people bigint)`;
  });
}

async function writePages<Row>(rows: Row[], write: (page: Row[]) => PromiseLike<unknown>): Promise<void> {
  for (let from = 0; from < rows.length; from += PAGE) await write(rows.slice(from, from + PAGE));
}
