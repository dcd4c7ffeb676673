import { pgArray, type Sql } from '../../platform/postgres.ts';
import { liftFactorSql, liftSql } from '../disclosure/association.ts';
import { seenSql } from '../disclosure/counts.ts';
import type { Viewer } from '../disclosure/viewer.ts';

/** An event with its counts as they are. */
export interface CountedEvent {
  id: string;
  title: string;
  startDate: string | null;
  /** When it was counted; null before the first night. */
  refreshedAt: Date | null;
  answered: number;
  going: number;
  attended: number;
  visitors: number;
  returning: number;
}

/** Reads an event; null when there is none. */
export async function readEvent(sql: Sql, id: string): Promise<CountedEvent | null> {
  const [row] = await sql<CountedEvent[]>`
    select events.id, title, to_json(start_date)#>>'{}' as "startDate", refreshed_at as "refreshedAt",
      coalesce(answered, 0)::float8 as answered, coalesce(going, 0)::float8 as going,
      coalesce(attended, 0)::float8 as attended, coalesce(event_insights.visitors, 0)::float8 as visitors,
      coalesce(returning_visitors, 0)::float8 as returning
    from events
    left join event_insights on event_id = id
    left join insight_refresh on true
    where events.id = ${id} and live`;
  return row ?? null;
}

interface Part {
  name: string;
  people: number;
}

/** The departments and the skills of an event's visitors, as this viewer sees them. */
export async function readEventParts(
  sql: Sql,
  viewer: Viewer,
  id: string,
  limit: number,
): Promise<{ departments: Part[]; skills: Part[] }> {
  const [departments, skills] = await Promise.all([
    sql<Part[]>`
      select name, people
      from (
        select department as name, ${seenSql(sql, viewer, sql`people`, sql`shown`)} as people
        from event_departments where event_id = ${id}
      ) as seen
      where people is not null
      order by people desc, name
      limit ${limit}`,
    sql<Part[]>`
      select name, people
      from (
        select name, ${seenSql(sql, viewer, sql`counted.people`)} as people
        from event_visitor_skills as counted join skills on skills.id = skill_id
        where event_id = ${id}
      ) as seen
      where people is not null
      order by people desc, name
      limit ${limit}`,
  ]);
  return { departments, skills };
}

/** An event that shares visitors with another one. */
export interface RelatedEvent {
  id: string;
  title: string;
  startDate: string | null;
  /** Who visited both. */
  people: number;
  /** How many times as many as if the one had nothing to do with the other; with the 95 % interval. */
  lift: number;
  low: number;
  high: number;
}

/** Reads the events that share visitors with this one more than chance would have it, the surest first. */
export async function readRelatedEvents(
  sql: Sql,
  viewer: Viewer,
  id: string,
  { limit, among }: { limit: number; among: string[] | null },
): Promise<RelatedEvent[]> {
  const overlap = {
    both: seenSql(sql, viewer, sql`pair.people`),
    one: seenSql(sql, viewer, sql`one.visitors`),
    other: seenSql(sql, viewer, sql`other.visitors`),
    everybody: seenSql(sql, viewer, sql`refresh.visitors`),
  };
  return sql<RelatedEvent[]>`
    select id, title, "startDate", people, lift, lift / factor as low, lift * factor as high
    from (
      select events.id, title, to_json(start_date)#>>'{}' as "startDate", ${overlap.both} as people,
        ${liftSql(sql, overlap)} as lift, ${liftFactorSql(sql, overlap)} as factor
      from event_pairs as pair
      join event_insights as one on one.event_id = pair.event_id
      join event_insights as other on other.event_id = other_id
      join insight_refresh as refresh on true
      join events on events.id = other_id and live
      where pair.event_id = ${id}
        ${among === null ? sql`` : sql`and other_id = any(${pgArray(among)}::text[])`}
    ) as lifted
    where lift > factor
    order by low desc, id
    limit ${limit}`;
}

/** The events that began in a month and that most people of a department visited. */
export async function readDepartmentEvents(
  sql: Sql,
  viewer: Viewer,
  department: string,
  { month, limit }: { month: string; limit: number },
): Promise<{ id: string; title: string; startDate: string | null; people: number }[]> {
  return sql<{ id: string; title: string; startDate: string | null; people: number }[]>`
    select id, title, "startDate", people
    from (
      select id, title, to_json(start_date)#>>'{}' as "startDate",
        ${seenSql(sql, viewer, sql`people`, sql`shown`)} as people
      from event_departments as part join events on id = event_id and live
      where part.department = ${department} and start_date >= ${month}::timestamp at time zone 'UTC'
        and start_date < (${month}::timestamp + interval '1 month') at time zone 'UTC'
    ) as seen
    where people is not null
    order by people desc, id
    limit ${limit}`;
}
