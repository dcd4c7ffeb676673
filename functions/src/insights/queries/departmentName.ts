import type { Sql } from '../../platform/postgres.ts';
import { sensibleCapitals } from '../../platform/text/sensibleCapitals.ts';

/** The name of a department, given by its key: how most people spell it, or sensible capitals if nobody is in it. */
export async function readDepartmentName(sql: Sql, departmentKey: string): Promise<string> {
  const [row] = await sql<{ name: string | null }[]>`
    select department_name(${departmentKey}) as name`;
  return row?.name ?? sensibleCapitals(departmentKey);
}
