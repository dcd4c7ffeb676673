import type { CallContext } from '../../functions/src/platform/callable.ts';
import { toCaller, type Caller } from '../../functions/src/platform/caller.ts';
import type { Sql } from '../../functions/src/platform/postgres.ts';

/** The context of a call for tools and tests that have no Firestore: the caller is read from Postgres. */
export function callContext(
  sql: Sql,
  uid: string,
  { now = new Date() }: Partial<Pick<CallContext, 'now'>> = {},
): CallContext {
  return { uid, sql, now, caller: () => readCallerRow(sql, uid) };
}

/** Reads a caller from the copy of their document in Postgres. */
export async function readCallerRow(sql: Sql, uid: string): Promise<Caller> {
  const [row] = await sql<{ role: string | null; department: string | null }[]>`
    select role, department from users where id = ${uid} and live`;
  return toCaller(uid, row);
}
