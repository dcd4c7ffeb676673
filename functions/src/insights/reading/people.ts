import { pgArray, type Sql } from '../../platform/postgres.ts';
import { seenSql } from '../disclosure/counts.ts';
import type { Viewer } from '../disclosure/viewer.ts';
import { ofDepartment } from './skills.ts';

/** What people are counted for, besides skills. */
const MEASURES = ['member', 'active', 'posted', 'attended', 'connected'] as const;
export type Measure = (typeof MEASURES)[number];

/** How many people of a department, or the campus, each measure counted in each of these months. */
export async function readPeople(
  sql: Sql,
  viewer: Viewer,
  department: string | null,
  months: string[],
): Promise<Record<Measure, (number | null)[]>> {
  const rows = await sql<{ measure: string; month: string; people: number | null }[]>`
    select measure, month::text, ${seenSql(sql, viewer, sql`people`, sql`shown`)} as people
    from insight_people
    where ${ofDepartment(sql, department)} and measure = any(${pgArray(MEASURES)}::text[])
      and month = any(${pgArray(months)}::date[]) and skill_id is null and cohort is null`;
  const found = new Map(rows.map(({ measure, month, people }) => [`${measure} ${month}`, people]));
  const none = viewer.exact ? 0 : null;
  const of = (measure: Measure): (number | null)[] =>
    months.map((month) => found.get(`${measure} ${month}`) ?? none);
  return {
    member: of('member'),
    active: of('active'),
    posted: of('posted'),
    attended: of('attended'),
    connected: of('connected'),
  };
}
