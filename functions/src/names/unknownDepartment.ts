import type { Sql } from '../platform/postgres.ts';
import { didYouMean } from '../platform/text/didYouMean.ts';

/**
 * Why an answer on a department is empty, if nobody is in it, with the most similar name of one that has members; null
 * if it has members, or no department was asked for.
 */
export async function unknownDepartment(sql: Sql, departmentKey: string | null): Promise<string | null> {
  if (departmentKey === null) return null;
  const departments = await sql<{ key: string; name: string }[]>`
    select department_key as key, label_name('department', department_key, max(department)) as name
    from users where live and department_key is not null
    group by department_key order by department_key`;
  if (departments.some(({ key }) => key === departmentKey)) return null;
  const names = departments.map(({ name }) => name);
  return `Nobody is in a department “${departmentKey}”.${didYouMean(departmentKey, names)}`;
}
