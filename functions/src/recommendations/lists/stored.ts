import { tryLock } from '../../platform/locks.ts';
import type { RankingContext, Recommendation, RecommendationType } from '../recommender.ts';

/** How long a list may be used: until the next night has made a new one, with two hours for the night. */
export const LIFETIME_HOURS = 26;

/**
 * A change is in a list that was made this much later, in seconds; until then it may not have been committed
 * when the list was made. The writer gives a batch up after 50 seconds.
 */
const COMMITTED_SECONDS = 60;

/** One row of a list. */
export type Listed = Omit<Recommendation, 'title' | 'until' | 'signals'> & { expiresAt: Date };

/** One row of a list that is to be kept, with what is learned from. */
export type Made = Listed & Pick<Recommendation, 'signals'>;

export interface Stored {
  /** By the database's clock. */
  readAt: Date;
  /** The best first; null when there is none that can be used. */
  list: Listed[] | null;
}

interface Row {
  read_at: Date;
  based_on: Date | null;
  changed: Date | null;
  list: (Omit<Listed, 'expiresAt'> & { expiresAt: string })[] | null;
}

/**
 * Reads the caller's list, unless something has changed since it was made: their profile, attendance, posts,
 * connections or what they made of recommendations; for a list of events, also any event.
 *
 * (A post or a connection that was deleted does not say whose it was; that shows in the next night's list.)
 */
export async function readStored(
  { uid, sql, now }: RankingContext,
  type: RecommendationType,
): Promise<Stored> {
  const [row] = await sql<Row[]>`
    with stored as materialized (
      select * from recommendations where user_id = ${uid} and type = ${type}
    )
    select clock_timestamp() as read_at,
      (select min(based_on) from stored) as based_on,
      (
        select greatest(
          synced_at,
          (select max(synced_at) from event_attendance where user_id = users.id),
          (select max(synced_at) from showcase_posts where user_id = users.id),
          (select max(synced_at) from connections where from_user_id = users.id),
          (select max(synced_at) from connections where to_user_id = users.id),
          (select max(decided_at) from recommendation_feedback where user_id = users.id)
          ${type === 'event' ? sql`, (select max(synced_at) from events)` : sql``}
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
  if (row === undefined) throw new Error('Postgres said nothing');
  const { read_at: readAt, based_on: basedOn, changed, list } = row;
  const isCurrent =
    basedOn !== null && changed !== null && basedOn.getTime() - changed.getTime() > COMMITTED_SECONDS * 1000;
  if (!isCurrent || list === null) return { readAt, list: null };
  const dated = list.map(({ expiresAt, ...listed }) => ({ ...listed, expiresAt: new Date(expiresAt) }));
  // Those that end earlier end by themselves: the event has begun.
  const last = Math.max(...dated.map(({ expiresAt }) => expiresAt.getTime()));
  return { readAt, list: last > now.getTime() ? dated : null };
}

/**
 * Keeps a list in place of the earlier one. Of two at once, one is kept.
 *
 * @param readAt when reading for it began, by the database's clock
 */
export async function storeList(
  { uid, sql, now }: RankingContext,
  type: RecommendationType,
  list: Made[],
  readAt: Date,
): Promise<void> {
  const rows = list.map(({ group, reasonKind, modelVersion, expiresAt, ...listed }) => ({
    ...listed,
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
      from mine, jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as new (
        id text, score double precision, reason text, reason_kind text, group_name text, model_version integer,
        expires_at timestamptz, signals jsonb
      )
      where got
    ), written as (
      insert into recommendations (
        user_id, type, target_id, score, reason, reason_kind, group_name, model_version, created_at, based_on,
        expires_at, signals
      )
      select ${uid}, ${type}, id, score, reason, reason_kind, group_name, model_version, ${now}, ${readAt},
        expires_at, signals
      from new
      on conflict (user_id, type, target_id) do update set
        (score, reason, reason_kind, group_name, model_version, created_at, based_on, expires_at, signals) = row(
          excluded.score, excluded.reason, excluded.reason_kind, excluded.group_name, excluded.model_version,
          excluded.created_at, excluded.based_on, excluded.expires_at, excluded.signals
        )
    )
    delete from recommendations as old
    using mine
    where got and old.user_id = ${uid} and old.type = ${type}
      and not exists (select from new where new.id = old.target_id)`;
}
