import type { Sql } from '../../platform/postgres.ts';
import { sensibleCapitals } from '../../platform/text/sensibleCapitals.ts';

/** The name of a department, given by its key: how most people spell it. */
export async function readDepartmentName(sql: Sql, departmentKey: string): Promise<string> {
  const [row] = await sql<{ name: string }[]>`
    select label_name('department', ${departmentKey}, ${sensibleCapitals(departmentKey)}) as name`;
  return row?.name ?? departmentKey;
}
