import { tryLock } from '../../platform/locks.ts';
import type { Fragment, Sql } from '../../platform/postgres.ts';
import { COMMIT_MARGIN_SECONDS } from '../../platform/timeouts.ts';
import type { RankingContext, Recommendation, RecommendationType } from '../recommender.ts';

/** How long a list may be used: until the next night has made a new one, with two hours for the night. */
export const LIFETIME_HOURS = 26;

/** One entry of a list. */
export type ListEntry = Omit<Recommendation, 'until' | 'signals'> & { expiresAt: Date };

export interface StoredList {
  /** When the nightly statistics or model behind the list were made; null before the first night. */
  asOf: Date | null;
  /** The best first. */
  entries: ListEntry[];
}

/** A list to be stored, with the signals that a model learns from. */
export interface UnstoredList extends StoredList {
  entries: (ListEntry & Pick<Recommendation, 'signals'>)[];
}

interface Row {
  read_at: Date;
  stored_read_at: Date | null;
  as_of: Date | null;
  changed: Date | null;
  list: (Omit<ListEntry, 'expiresAt'> & { expiresAt: string })[] | null;
}

/**
 * Reads the caller's list, unless it is outdated: their profile, attendance, posts, connections or feedback, or any
 * event for a list of events, have changed since it was made; or it may show somebody, or say where somebody goes, who
 * has hidden since.
 *
 * (A deleted post or connection does not say whose it was; that shows in the next night's list.)
 *
 * @returns `stored` is null when there is no list, or it is outdated or expired; `readAt` is the database's time.
 */
export async function readStoredList(
  { uid, sql, now }: RankingContext,
  type: RecommendationType,
): Promise<{ readAt: Date; stored: StoredList | null }> {
  const [row] = await sql<Row[]>`
    with stored as materialized (
      select * from recommendations where user_id = ${uid} and type = ${type}
    )
    select clock_timestamp() as read_at,
      (select min(stored.read_at) from stored) as stored_read_at,
      (select min(as_of) from stored) as as_of,
      (
        select greatest(
          changed_at,
          (select max(changed_at) from event_attendance where user_id = users.id),
          (select max(changed_at) from showcase_posts where user_id = users.id),
          (select max(changed_at) from connections where from_user_id = users.id),
          (select max(changed_at) from connections where to_user_id = users.id),
          (select max(decided_at) from recommendation_feedback where user_id = users.id)
          ${type === 'event' ? sql`, (select max(changed_at) from events)` : sql``},
          ${hiddenAt(sql, type, uid)}
        )
        from users
        where id = ${uid} and live
      ) as changed,
      (
        select json_agg(json_build_object(
          'id', target_id, 'score', score, 'reason', reason, 'reasonKind', reason_kind, 'group', group_name,
          'modelVersion', model_version, 'expiresAt', expires_at
        ) order by score desc, target_id)
        from stored
      ) as list`;
  if (row === undefined) throw new Error('Postgres returned no row');
  const { read_at: readAt, stored_read_at: storedReadAt, as_of: asOf, changed, list } = row;
  // A list made within the margin may lack a change that had not been committed.
  const isCurrent =
    storedReadAt !== null &&
    changed !== null &&
    storedReadAt.getTime() - changed.getTime() > COMMIT_MARGIN_SECONDS * 1000;
  if (!isCurrent || list === null) return { readAt, stored: null };
  const entries = list.map(({ expiresAt, ...entry }) => ({ ...entry, expiresAt: new Date(expiresAt) }));
  // An entry that expires earlier does so alone: its event has begun.
  const lastExpiry = Math.max(...entries.map(({ expiresAt }) => expiresAt.getTime()));
  return { readAt, stored: lastExpiry > now.getTime() ? { asOf, entries } : null };
}

/** When one of those whom a stored list is about, and who do not let others see all it may say of them, last changed. */
function hiddenAt(sql: Sql, type: RecommendationType, uid: string): Fragment {
  if (type === 'skill') return sql`null`;
  const hidden =
    type === 'user'
      ? sql`not (visible_in_matching and shares_attendance) and id in (select target_id from stored)`
      : sql`not shares_attendance and exists (select from stored where reason_kind = 'connections')
          and id in (
            select to_user_id from connections where live and from_user_id = ${uid}
            union all
            select from_user_id from connections where live and to_user_id = ${uid}
          )`;
  return sql`(select max(changed_at) from users where ${hidden})`;
}

/**
 * Stores a list in place of the earlier one. When two are stored at once, one is kept.
 *
 * @param readAt the database's time before anything was read for the list
 */
export async function storeList(
  { uid, sql, now }: RankingContext,
  type: RecommendationType,
  { asOf, entries }: UnstoredList,
  readAt: Date,
): Promise<void> {
  const rows = entries.map(({ group, reasonKind, modelVersion, expiresAt, ...entry }) => ({
    ...entry,
    group_name: group,
    reason_kind: reasonKind,
    model_version: modelVersion,
    expires_at: expiresAt,
  }));
  await sql`
    with mine as materialized (
      select ${tryLock(sql, ['recommendationList', `${type} ${uid}`])} as got
    ), new as materialized (
      select new.*
      from mine, users, jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as new (
        id text, score double precision, reason text, reason_kind text, group_name text, model_version integer,
        expires_at timestamptz, signals jsonb
      )
      -- Nobody who has been erased meanwhile gets a list, or is in one.
      where got and users.id = ${uid}
        and (${type} <> 'user' or exists (select from users as target where target.id = new.id))
    ), written as (
      insert into recommendations (
        user_id, type, target_id, score, reason, reason_kind, group_name, model_version, created_at, read_at,
        as_of, expires_at, signals
      )
      select ${uid}, ${type}, id, score, reason, reason_kind, group_name, model_version, ${now}, ${readAt},
        ${asOf}::timestamptz, expires_at, signals
      from new
      on conflict (user_id, type, target_id) do update set
        (score, reason, reason_kind, group_name, model_version, created_at, read_at, as_of, expires_at, signals) = row(
          excluded.score, excluded.reason, excluded.reason_kind, excluded.group_name, excluded.model_version,
          excluded.created_at, excluded.read_at, excluded.as_of, excluded.expires_at, excluded.signals
        )
    )
    delete from recommendations as old
    using mine
    where got and old.user_id = ${uid} and old.type = ${type}
      and not exists (select from new where new.id = old.target_id)`;
}
