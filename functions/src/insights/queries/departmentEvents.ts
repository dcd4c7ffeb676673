import { monthStart } from '../../learning/calendar.ts';
import { campusDayStart } from '../../platform/campusTime.ts';
import type { Sql } from '../../platform/postgres.ts';
import { discloseCountSql } from '../disclosure/disclosureRules.ts';
import type { Viewer } from '../disclosure/disclosureViewer.ts';

/** An event, by its id, with the number of its visitors from a department. */
interface DepartmentEvent {
  id: string;
  people: number;
}

/** The events that started in a month, given by its first day, with the most visitors from a department first. */
export async function readDepartmentEvents(
  sql: Sql,
  viewer: Viewer,
  departmentKey: string,
  { month, limit }: { month: string; limit: number },
): Promise<DepartmentEvent[]> {
  return sql<DepartmentEvent[]>`
    select id, people
    from (
      select id, ${discloseCountSql(sql, viewer, sql`people`, sql`shown`)} as people
      from event_departments as part join events on id = event_id and live
      where part.department_key = ${departmentKey} and part.exact = ${viewer.exact}
        and start_date >= ${campusDayStart(month)} and start_date < ${campusDayStart(monthStart(month, 1))}
    ) as disclosed
    where people is not null
    order by people desc, id
    limit ${limit}`;
}
