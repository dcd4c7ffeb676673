import type { Sql } from '../postgres.ts';

/** Deletes the rows that are 400 days old, all that the table lets anybody delete. Returns how many. */
export async function expireActs(sql: Sql): Promise<number> {
  const { count } = await sql`delete from audit_log where at < now() - interval '400 days'`;
  return count;
}
