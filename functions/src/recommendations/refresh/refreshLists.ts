import { logger } from '../../platform/logger.ts';
import { limitConcurrency } from '../../platform/concurrency.ts';
import { isDomainError } from '../../platform/errors.ts';
import { POOL_SIZE, redactError, type Sql } from '../../platform/postgres.ts';
import { DAY_MS, HOUR_MS } from '../../learning/calendar.ts';
import { renewList } from '../lists/getRecommendations.ts';
import type { RecommendationType } from '../recommender.ts';
import { RECOMMENDERS } from '../recommenderOfType.ts';

/** Students who were active in this many days get their lists at night. */
const ACTIVE_DAYS = 30;

/** Lists this recent are good enough: another refresh made them, or the student asked. */
const RECENT_HOURS = 12;

/** Students whose lists are made between two checks of the time. */
const PAGE = 100;

export interface RefreshedLists {
  students: number;
  failed: number;
  /** Active students whose lists were not reached in time. */
  remaining: number;
  /** Stored entries that were removed. */
  expired: number;
}

/**
 * Makes the lists of the active students, the oldest first, and removes what has expired. Two refreshes at once share
 * the work.
 *
 * @param hasTime whether to start another page
 */
export async function refreshLists(sql: Sql, now: Date, hasTime: () => boolean): Promise<RefreshedLists> {
  const expired = await removeExpired(sql, now);
  const queue = await activeStudents(sql, now);
  let [students, failed] = [0, 0];
  const limiter = limitConcurrency(POOL_SIZE);
  while (queue.length > 0 && hasTime()) {
    const page = await withOldLists(sql, now, queue.splice(0, PAGE));
    const outcomes = await Promise.all(page.map((uid) => limiter(() => renewLists(sql, now, uid))));
    students += outcomes.filter(Boolean).length;
    failed += outcomes.filter((succeeded) => !succeeded).length;
  }
  return { students, failed, remaining: queue.length, expired };
}

/**
 * Makes all lists of a student. A failure is logged and does not affect others; the lists are then made on request.
 *
 * @returns whether it succeeded
 */
async function renewLists(sql: Sql, now: Date, uid: string): Promise<boolean> {
  try {
    for (const type of Object.keys(RECOMMENDERS) as RecommendationType[]) {
      const [clock] = await sql<{ read_at: Date }[]>`select clock_timestamp() as read_at`;
      await renewList({ uid, sql, now }, type, clock?.read_at ?? now);
    }
    return true;
  } catch (error) {
    // The student was deleted in the meantime.
    if (isDomainError(error)) return true;
    logger.error('making the lists of a student failed', { uid, ...redactError(error) });
    return false;
  }
}

/** The students who were active lately, those with the oldest lists first. */
async function activeStudents(sql: Sql, now: Date): Promise<string[]> {
  const since = new Date(now.getTime() - ACTIVE_DAYS * DAY_MS);
  const rows = await sql<{ id: string }[]>`
    with active as (
      select user_id as id from event_attendance where live and attended_at between ${since} and ${now}
      union
      select attendance.user_id
      from event_attendance as attendance join events on events.id = event_id
      where attendance.live and start_date <= ${now} and not event_is_over(start_date, end_date, ${since})
      union
      select user_id from showcase_posts where live and created_at between ${since} and ${now}
      union
      select from_user_id from connections where live and created_at between ${since} and ${now}
      union
      select to_user_id from accepted_connections
      where created_at between ${since} and ${now}
      union
      select user_id from recommendation_feedback
      where greatest(shown_at, opened_at, accepted_at, dismissed_at) between ${since} and ${now}
    )
    select id
    from active join users using (id)
    left join (select user_id as id, min(created_at) as made from recommendations group by 1) as lists using (id)
    where live
    order by made nulls first, id`;
  return rows.map(({ id }) => id);
}

/** Those of the students whose lists have not been made in the meantime. */
async function withOldLists(sql: Sql, now: Date, ids: string[]): Promise<string[]> {
  const recent = new Date(now.getTime() - RECENT_HOURS * HOUR_MS);
  const rows = await sql<{ id: string }[]>`
    select queue.id
    from json_array_elements_text(${JSON.stringify(ids)}::text::json) as queue (id)
    where not exists (
      select from recommendations where user_id = queue.id and created_at between ${recent} and ${now}
      having count(distinct type) = ${Object.keys(RECOMMENDERS).length}
    )`;
  return rows.map(({ id }) => id);
}

/**
 * Deletes expired lists and those from before the first night, and everything of deleted users; not the
 * feedback of somebody who is only hidden because their document cannot be applied.
 *
 * @returns how many list entries
 */
async function removeExpired(sql: Sql, now: Date): Promise<number> {
  const { count } = await sql`
    delete from recommendations
    where expires_at <= ${now} or user_id in (select id from users where not live)
      or as_of is null and created_at < (select refreshed_at from matching_refresh)`;
  await sql`
    delete from recommendation_feedback
    where user_id in (
      select id from users
      where not live and not exists (select from dead_letters where md5(key) = md5('users/' || users.id))
    )`;
  return count;
}
