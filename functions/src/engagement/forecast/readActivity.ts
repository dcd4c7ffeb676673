import { isShownFor } from '../../cards/index.ts';
import { pgArray, type Fragment, type Sql } from '../../platform/postgres.ts';
import type { Action } from './activityFeatures.ts';

/** What a user did. */
export interface ActivityHistory {
  /** In order of time. */
  actions: Action[];
  /** In milliseconds since 1970; null if unknown. */
  joinedAt: number | null;
}

export interface UserActivity extends ActivityHistory {
  id: string;
}

/** Users read per query. */
const PAGE_SIZE = 5000;

/** Users trained on; more would only take longer. */
const MAX_TRAINING_USERS = 20_000;

/** Reads what these users did up to now; with null, what all users did. */
export function readActivity(sql: Sql, now: Date, ids: readonly string[] | null): Promise<UserActivity[]> {
  const filter = ids === null ? sql`true` : sql`users.id = any(${pgArray(ids)}::text[])`;
  return read(sql, now, filter);
}

/**
 * Reads what the students of these departments, or with null of all departments, did up to now; without those who do not
 * let others see it.
 */
export function readStudentActivity(
  sql: Sql,
  now: Date,
  departmentKeys: readonly string[] | null,
): Promise<UserActivity[]> {
  const filter =
    departmentKeys === null ? sql`true` : sql`users.department_key = any(${pgArray(departmentKeys)}::text[])`;
  const isShown = isShownFor(sql, 'forecast');
  return read(sql, now, sql`coalesce(users.role, 'student') = 'student' and ${isShown} and ${filter}`);
}

/** Reads what users to train on did up to now: all of them or, if they are many, the same part every night. */
export async function readTrainingActivity(sql: Sql, now: Date): Promise<UserActivity[]> {
  const [size] = await sql<{ users: number }[]>`select count(*)::integer as users from users where live`;
  const parts = Math.ceil((size?.users ?? 0) / MAX_TRAINING_USERS) || 1;
  const activity: UserActivity[] = [];
  for (let last = ''; ; last = activity.at(-1)?.id ?? '') {
    const isInPart = sql`mod(hashtext(users.id)::bigint + 2147483648, ${parts}) = 0`;
    const page = await read(
      sql,
      now,
      sql`${isInPart} and users.id > ${last}`,
      sql`order by users.id limit ${PAGE_SIZE}`,
    );
    activity.push(...page);
    if (page.length < PAGE_SIZE) return activity;
  }
}

async function read(sql: Sql, now: Date, filter: Fragment, page: Fragment = sql``): Promise<UserActivity[]> {
  const rows = await sql<
    { id: string; joined_at: number | null; actions: [number, Action['kind']][] | null }[]
  >`
    with selected as materialized (
      select users.id, extract(epoch from created_at)::float8 * 1000 as joined_at
      from users where users.live and ${filter} ${page}
    )
    select selected.id, joined_at, actions
    from selected
    left join lateral (
      select json_agg(json_build_array(round(extract(epoch from at) * 1000), kind) order by at) as actions
      from user_actions
      where user_id = selected.id and at <= ${now}
    ) as history on true
    order by selected.id`;
  return rows.map(({ id, joined_at: joinedAt, actions }) => ({
    id,
    joinedAt,
    actions: (actions ?? []).map(([at, kind]) => ({ at, kind })),
  }));
}
