import { labelKey } from '../platform/documents/labels.ts';
import { longTransaction } from '../platform/longTransaction.ts';
import { pgArray, type Sql, type TransactionSql } from '../platform/postgres.ts';
import { MIN_GROUP_SIZE } from './disclosure/disclosureRules.ts';
import { forgetGoneSkills } from './forgetGoneSkills.ts';
import type { Figure } from './report/weeklyReport.ts';

/**
 * Removes the figures of departments that nobody is in any more and that never had five people: what they were called is
 * what one of a few people wrote. Figures of skills that are gone go, too.
 *
 * @returns how many rows and figures
 */
export function forgetUnusedDepartments(sql: Sql): Promise<number> {
  return longTransaction(sql, async (tx) => {
    const skills = await forgetGoneSkills(tx);
    const months = await tx`
      delete from insight_people where department_key in (
        select department_key from insight_people
        where department_key is not null and ${isUnused(tx)}
        group by department_key having max(people) < ${MIN_GROUP_SIZE}
      )`;
    const events =
      await tx`delete from event_departments where ${isUnused(tx)} and people < ${MIN_GROUP_SIZE}`;
    return skills + months.count + events.count + (await forgetInReports(tx));
  });
}

/** Whether nobody is in the department of a row, and no event is of it. */
function isUnused(sql: TransactionSql) {
  return sql`
    department_key not in (
      select department_key from users where live and department_key is not null
      union
      select department_key from events where live and department_key is not null
    )`;
}

async function forgetInReports(sql: TransactionSql): Promise<number> {
  const reports = await sql<{ week: string; report: Figure[] }[]>`
    select week::text, report from platform_reports for no key update`;
  const small = await unusedDepartments(sql, smallDepartments(reports.flatMap(({ report }) => report)));
  const changed = reports
    .map(({ week, report }) => ({ week, before: report.length, report: report.filter(isKept) }))
    .filter(({ before, report }) => report.length < before);
  await sql`
    update platform_reports set report = changed.report
    from jsonb_to_recordset(${JSON.stringify(changed)}::text::jsonb) as changed (week date, report jsonb)
    where platform_reports.week = changed.week`;
  return changed.reduce((sum, { before, report }) => sum + before - report.length, 0);

  function isKept(figure: Figure): boolean {
    return !isOfDepartment(figure) || !small.has(labelKey(figure.group) ?? '');
  }
}

function isOfDepartment({ section }: Figure): boolean {
  return section === 'department members' || section === 'department active';
}

/** The keys of the departments that have fewer than five people in all these figures. */
function smallDepartments(figures: readonly Figure[]): string[] {
  const groups = Map.groupBy(figures.filter(isOfDepartment), ({ group }) => labelKey(group) ?? '');
  return [...groups]
    .filter(([, ofGroup]) => ofGroup.every(({ value }) => value < MIN_GROUP_SIZE))
    .map(([key]) => key);
}

async function unusedDepartments(sql: TransactionSql, keys: readonly string[]): Promise<Set<string>> {
  const rows = await sql<{ key: string }[]>`
    select department_key as key from unnest(${pgArray(keys)}::text[]) as small (department_key)
    where ${isUnused(sql)}`;
  return new Set(rows.map(({ key }) => key));
}
