import { z } from 'zod';
import { count } from '../../platform/output.ts';
import type { Sql } from '../../platform/postgres.ts';
import { discloseCountSql } from '../disclosure/disclosureRules.ts';
import type { Viewer } from '../disclosure/disclosureViewer.ts';

/** The counts of an event for a viewer, before rounding. */
export interface EventCounts {
  /** When events were last counted; null before the first refresh. */
  refreshedAt: Date | null;
  /** Whether it got its first answers after that. */
  isNew: boolean;
  answered: number;
  going: number;
  attended: number;
  checkedIn: number;
  visitors: number;
  returning: number;
}

export async function readEventCounts(sql: Sql, { exact }: Viewer, id: string): Promise<EventCounts | null> {
  const [row] = await sql<EventCounts[]>`
    select refreshed_at as "refreshedAt",
      event_insights.event_id is null and exists (
        select from event_attendance as answer join users on users.id = answer.user_id
        where answer.event_id = events.id and answer.live and users.live
      ) as "isNew",
      coalesce(answered, 0)::float8 as answered, coalesce(going, 0)::float8 as going,
      coalesce(attended, 0)::float8 as attended, coalesce(checked_in, 0)::float8 as "checkedIn",
      coalesce(event_insights.visitors, 0)::float8 as visitors,
      coalesce(returning_visitors, 0)::float8 as returning
    from events
    left join event_insights on event_id = id and event_insights.exact = ${exact}
    left join insight_refresh on insight_refresh.exact = ${exact}
    where events.id = ${id} and live`;
  return row ?? null;
}

export const visitorGroup = z.strictObject({ name: z.string(), people: count }).meta({
  id: 'VisitorGroup',
  description: 'The visitors of an event who have a department or a skill in common.',
});

type VisitorGroup = z.infer<typeof visitorGroup>;

/** The departments and skills of an event's visitors that the viewer may see, largest first. */
export async function readVisitorGroups(
  sql: Sql,
  viewer: Viewer,
  id: string,
  limit: number,
): Promise<{ departments: VisitorGroup[]; skills: VisitorGroup[] }> {
  const [departments, skills] = await Promise.all([
    sql<VisitorGroup[]>`
      select name, people
      from (
        select coalesce(department_name(department_key), department_key) as name,
          ${discloseCountSql(sql, viewer, sql`people`, sql`shown`)} as people
        from event_departments where event_id = ${id} and exact = ${viewer.exact}
      ) as disclosed
      where people is not null
      order by people desc, name
      limit ${limit}`,
    sql<VisitorGroup[]>`
      select name, people
      from (
        select name, ${discloseCountSql(sql, viewer, sql`counted.people`)} as people
        from event_visitor_skills as counted join skills on skills.id = skill_id
        where event_id = ${id} and exact = ${viewer.exact}
      ) as disclosed
      where people is not null
      order by people desc, name
      limit ${limit}`,
  ]);
  return { departments, skills };
}
