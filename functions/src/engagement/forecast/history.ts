import { pgArray, type Fragment, type Sql } from '../../platform/postgres.ts';
import type { Action } from './features.ts';
import type { Person } from './train.ts';

/** Somebody whose activity can be forecast, with what they did. */
export interface Known extends Person {
  id: string;
}

/** People read at a time. */
const PAGE = 5000;

/** People who are learned from at most; more would change nothing but the time it takes. */
const MOST_LEARNED_FROM = 20_000;

/** Who is not known to be something else. */
function students(sql: Sql): Fragment {
  return sql`users.live and coalesce(users.role, 'student') = 'student'`;
}

/** What these people did until now; all people for null. */
export function readHistories(sql: Sql, now: Date, ids: readonly string[] | null): Promise<Known[]> {
  return read(
    sql,
    now,
    sql`users.live and ${ids === null ? sql`true` : sql`users.id = any(${pgArray(ids)}::text[])`}`,
  );
}

/** What the students of a department, or of all, did until now. */
export function readStudents(sql: Sql, now: Date, department: string | null): Promise<Known[]> {
  return read(
    sql,
    now,
    sql`${students(sql)} and ${department === null ? sql`true` : sql`users.department = ${department}`}`,
  );
}

/** Those to learn from: everybody, or the same part of everybody every night. */
export async function readLearnedFrom(sql: Sql, now: Date): Promise<Known[]> {
  const [size] = await sql<{ people: number }[]>`
    select count(*)::integer as people from users where live`;
  const parts = Math.ceil((size?.people ?? 0) / MOST_LEARNED_FROM) || 1;
  const people: Known[] = [];
  for (let last = ''; ; last = people.at(-1)?.id ?? '') {
    const part = sql`mod(hashtext(users.id)::bigint + 2147483648, ${parts}) = 0`;
    const page = await read(
      sql,
      now,
      sql`users.live and ${part} and users.id > ${last}`,
      sql`order by users.id limit ${PAGE}`,
    );
    people.push(...page);
    if (page.length < PAGE) return people;
  }
}

async function read(sql: Sql, now: Date, which: Fragment, page: Fragment = sql``): Promise<Known[]> {
  const rows = await sql<{ id: string; since: number; actions: [number, Action['kind']][] | null }[]>`
    with people as materialized (
      select users.id, extract(epoch from created_at)::float8 * 1000 as since
      from users where ${which} ${page}
    )
    select people.id, coalesce(since, 0) as since, actions
    from people
    left join lateral (
      select json_agg(json_build_array(round(extract(epoch from at) * 1000), kind) order by at) as actions
      from user_actions
      where user_id = people.id and at <= ${now}
    ) as own on true
    order by people.id`;
  return rows.map(({ id, since, actions }) => ({
    id,
    since,
    actions: (actions ?? []).map(([at, kind]) => ({ at, kind })),
  }));
}
