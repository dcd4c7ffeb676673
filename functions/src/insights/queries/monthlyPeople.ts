import { pgArray, type Fragment, type Sql } from '../../platform/postgres.ts';
import { discloseCountSql } from '../disclosure/disclosureRules.ts';
import type { Viewer } from '../disclosure/disclosureViewer.ts';

/** The measures of `insight_people` that do not concern skills. */
const MEASURES = ['member', 'active', 'posted', 'attended', 'checked-in', 'connected'] as const;
type Measure = (typeof MEASURES)[number];

/** Restricts `insight_people` to a department, or to the whole campus if null. */
export function isOfDepartment(sql: Sql, departmentKey: string | null): Fragment {
  return departmentKey === null ? sql`department_key is null` : sql`department_key = ${departmentKey}`;
}

/** The counts of each measure, one per month. */
export async function readMonthlyPeople(
  sql: Sql,
  viewer: Viewer,
  departmentKey: string | null,
  months: string[],
): Promise<Record<Measure, (number | null)[]>> {
  const rows = await sql<{ measure: string; month: string; people: number | null }[]>`
    select measure, month::text, ${discloseCountSql(sql, viewer, sql`people`, sql`shown`)} as people
    from insight_people
    where exact = ${viewer.exact} and ${isOfDepartment(sql, departmentKey)} and measure = any(${pgArray(MEASURES)}::text[])
      and month = any(${pgArray(months)}::date[]) and skill_id is null and cohort is null`;
  const counts = new Map(rows.map(({ measure, month, people }) => [`${measure} ${month}`, people]));
  const missing = viewer.exact ? 0 : null;
  const series = (measure: Measure): (number | null)[] =>
    months.map((month) => counts.get(`${measure} ${month}`) ?? missing);
  return {
    member: series('member'),
    active: series('active'),
    posted: series('posted'),
    attended: series('attended'),
    'checked-in': series('checked-in'),
    connected: series('connected'),
  };
}
