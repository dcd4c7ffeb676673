import { pgArray, type TransactionSql } from '../../platform/postgres.ts';
import type { Audience } from '../disclosure/audiences.ts';
import { MIN_GROUP_SIZE } from '../disclosure/disclosureRules.ts';
import { eventPairs, visitorSkills, type EventPair, type Visitor } from './visitorOverlap.ts';

/** Skills, and related events, stored per event. */
const MAX_PER_EVENT = 30;

/** Rows read or written at a time. */
const PAGE_SIZE = 10_000;

/**
 * Stores which events share visitors and which skills their visitors have, from the temporary tables of
 * aggregateEvents.ts. Groups of fewer than five are left out even for administrators: neither a skill nor a lift
 * means anything for so few.
 */
export async function aggregateVisitorOverlap(
  sql: TransactionSql,
  { exact }: Audience,
  population: number,
): Promise<void> {
  const events = await sql<{ id: string }[]>`
    select event_id as id from event_insights where exact = ${exact} and visitors >= ${MIN_GROUP_SIZE} order by event_id`;
  const ids = events.map(({ id }) => id);
  const visitors = await readVisitors(sql, ids);
  const minPeople = MIN_GROUP_SIZE;
  await writeEventPairs(
    sql,
    exact,
    ids,
    eventPairs(ids.length, visitors, { population, minPeople, maxPairs: MAX_PER_EVENT }),
  );
  await writeVisitorSkills(
    sql,
    exact,
    ids,
    visitorSkills(ids.length, visitors, { minPeople, maxSkills: MAX_PER_EVENT }),
  );
}

/** The visitors of these events, with events as indexes into `eventIds`. */
async function readVisitors(sql: TransactionSql, eventIds: string[]): Promise<Visitor[]> {
  const visitors: Visitor[] = [];
  const rows = sql<Visitor[]>`
    select events, coalesce(skills, '[]') as skills
    from (
      select person, json_agg(number - 1) as events
      from visits
      join numbered_events using (event)
      join unnest(${pgArray(eventIds)}::text[]) with ordinality as numbered (event_id, number) using (event_id)
      group by person
    ) as visited
    join numbered_people using (person)
    left join (select user_id, json_agg(skill_id) as skills from user_skills group by user_id) as user_skills
      using (user_id)`;
  for await (const page of rows.cursor(PAGE_SIZE)) visitors.push(...page);
  return visitors;
}

async function writeEventPairs(
  sql: TransactionSql,
  exact: boolean,
  eventIds: string[],
  pairs: EventPair[],
): Promise<void> {
  await sql`delete from event_pairs where exact = ${exact}`;
  await writePages(pairs, (page) => {
    const rows = page.map(({ event, other, people }) => ({
      event_id: eventIds[event],
      other_id: eventIds[other],
      people,
    }));
    return sql`
      insert into event_pairs (exact, event_id, other_id, people)
      select ${exact}, event_id, other_id, people
      from json_to_recordset(${JSON.stringify(rows)}::text::json)
        as pair (event_id text, other_id text, people bigint)`;
  });
}

async function writeVisitorSkills(
  sql: TransactionSql,
  exact: boolean,
  eventIds: string[],
  skills: { event: number; skill: number; people: number }[],
): Promise<void> {
  await sql`delete from event_visitor_skills where exact = ${exact}`;
  await writePages(skills, (page) => {
    const rows = page.map(({ event, skill, people }) => ({
      event_id: eventIds[event],
      skill_id: skill,
      people,
    }));
    return sql`
      insert into event_visitor_skills (exact, event_id, skill_id, people)
      select ${exact}, event_id, skill_id, people
      from json_to_recordset(${JSON.stringify(rows)}::text::json)
        as skill (event_id text, skill_id integer, people bigint)`;
  });
}

async function writePages<Row>(rows: Row[], write: (page: Row[]) => PromiseLike<unknown>): Promise<void> {
  for (let from = 0; from < rows.length; from += PAGE_SIZE) await write(rows.slice(from, from + PAGE_SIZE));
}
