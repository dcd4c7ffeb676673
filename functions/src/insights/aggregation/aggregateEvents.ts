import type { TransactionSql } from '../../platform/postgres.ts';
import { isCountedFor, type Audience } from '../disclosure/audiences.ts';
import { isPartShownSql } from '../disclosure/disclosureRules.ts';
import { aggregateVisitorOverlap } from './aggregateVisitorOverlap.ts';

/** Counts every event that anyone has responded to, for one audience. @returns users who visited any event */
export async function aggregateEvents(sql: TransactionSql, audience: Audience, now: Date): Promise<number> {
  await createVisits(sql, audience, now);
  await countResponses(sql, audience);
  await countDepartments(sql, audience);
  const [row] = await sql<{ people: number }[]>`
    select count(distinct person)::float8 as people from visits`;
  const visitors = row?.people ?? 0;
  await aggregateVisitorOverlap(sql, audience, visitors);
  return visitors;
}

/**
 * Temporary tables of responses and visits that all counts read. They use integers for users and events: millions of
 * rows sort and join several times faster than by id.
 */
async function createVisits(sql: TransactionSql, audience: Audience, now: Date): Promise<void> {
  await sql`drop table if exists numbered_people, numbered_events, responses, visits`;
  await sql`
    create temporary table numbered_people on commit drop as
    select row_number() over (order by id)::integer as person, id as user_id, department_key
    from users where live and ${isCountedFor(sql, audience, now)}`;
  await sql`
    create temporary table numbered_events on commit drop as
    select row_number() over (order by id)::integer as event, id as event_id, category_key, start_date
    from events where live`;
  await sql`
    create temporary table responses on commit drop as
    select event, person, has_attended(status, attended_at) as attended,
      coalesce(status = 'going', false) or has_attended(status, attended_at) as going, checked_in,
      -- As in event_visits, of which this is the part that the audience may know of.
      case when checked_in then 1 when has_attended(status, attended_at) then 2 when status = 'going' then 3 end
        as evidence
    from event_attendance
    join numbered_people using (user_id)
    join numbered_events using (event_id)
    where live`;
  await sql`
    create temporary table visits on commit drop as
    select event, person
    from (select *, min(evidence) over (partition by event) as best from responses) as compared
    where evidence = best`;
  for (const table of ['numbered_people', 'numbered_events', 'responses', 'visits']) {
    await sql`analyze ${sql(table)}`;
  }
}

async function countResponses(sql: TransactionSql, { exact }: Audience): Promise<void> {
  await sql`delete from event_insights where exact = ${exact}`;
  await sql`
    insert into event_insights (
      exact, event_id, answered, going, attended, checked_in, visitors, returning_visitors
    )
    select ${exact}, event_id, answered, going, attended, checked_in, coalesce(visitors, 0),
      coalesce(returning_visitors, 0)
    from (
      select event, count(*) as answered, count(*) filter (where going) as going,
        count(*) filter (where attended) as attended, count(*) filter (where checked_in) as checked_in
      from responses group by event
    ) as responses
    join numbered_events using (event)
    left join (
      select event, count(*) as visitors, count(*) filter (where first_visit < start_date) as returning_visitors
      from (
        select event, start_date, min(start_date) over (partition by person, category_key) as first_visit
        from visits join numbered_events using (event)
      ) as visits
      group by event
    ) as visitors using (event)
    order by event_id`;
}

async function countDepartments(sql: TransactionSql, { exact }: Audience): Promise<void> {
  await sql`delete from event_departments where exact = ${exact}`;
  await sql`
    insert into event_departments (exact, event_id, department_key, people, shown)
    select ${exact}, event_id, department_key, people, shown
    from (
      select event_id, department_key, people, ${isPartShownSql(sql, {
        people: sql`people`,
        whole: sql`visitors`,
        partition: sql`event_id`,
        order: sql`department_key`,
      })} as shown
      from (
        select event, department_key, count(*) as people
        from visits join numbered_people using (person)
        where department_key is not null
        group by 1, 2
      ) as parts
      join numbered_events using (event)
      join event_insights using (event_id)
      where exact = ${exact}
    ) as compared
    order by event_id, department_key`;
}
