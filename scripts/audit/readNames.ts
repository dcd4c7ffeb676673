import type { RecordedAct } from '../../functions/src/platform/audit/readActs.ts';
import { pgArray, type Sql } from '../../functions/src/platform/postgres.ts';

/** The names of the people in the record who have a profile, by their ids. */
export async function readNames(sql: Sql, acts: readonly RecordedAct[]): Promise<Map<string, string>> {
  const ids = acts.flatMap(({ by, about }) => [...(by === null ? [] : [by]), ...about.ids]);
  const rows = await sql<{ id: string; name: string }[]>`
    select id, name from users where id = any(${pgArray([...new Set(ids)])}::text[]) and live and name <> ''`;
  return new Map(rows.map(({ id, name }) => [id, name]));
}
