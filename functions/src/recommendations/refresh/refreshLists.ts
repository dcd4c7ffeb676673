import { logger } from '../../platform/logger.ts';
import { limitConcurrency } from '../../platform/concurrency.ts';
import { DomainError } from '../../platform/errors.ts';
import { POOL_SIZE, redactError, type Sql } from '../../platform/postgres.ts';
import { DAY_MS, HOUR_MS } from '../../learning/calendar.ts';
import { renewList } from '../lists/getRecommendations.ts';
import type { RecommendationType } from '../recommender.ts';
import { RECOMMENDERS } from '../recommenders.ts';

/** Who did something in the last so many days gets lists at night. */
const ACTIVE_DAYS = 30;

/** Lists that were made this shortly before are good enough: another refresh made them, or their student asked. */
const RECENT_HOURS = 12;

/** Students whose lists are made between two looks at the clock. */
const PAGE = 100;

/** What was made of a recommendation is forgotten after so many days. */
const FEEDBACK_DAYS = 365;

/** What a refresh did. */
export interface Refreshed {
  students: number;
  failed: number;
  /** Active students whose lists are as old as before, for want of time. */
  left: number;
  expired: number;
}

/**
 * Makes the lists of the active students, the oldest first, and removes what has expired. Of two at once, each
 * makes the lists that the other has not made yet.
 *
 * @param hasTime whether to go on
 */
export async function refreshLists(sql: Sql, now: Date, hasTime: () => boolean): Promise<Refreshed> {
  const expired = await removeExpired(sql, now);
  const waiting = await activeStudents(sql, now);
  let [students, failed] = [0, 0];
  const limiter = limitConcurrency(POOL_SIZE);
  while (waiting.length > 0 && hasTime()) {
    const page = await stillOld(sql, now, waiting.splice(0, PAGE));
    const outcomes = await Promise.all(page.map((uid) => limiter(() => renewed(sql, now, uid))));
    students += outcomes.filter(Boolean).length;
    failed += outcomes.filter((done) => !done).length;
  }
  return { students, failed, left: waiting.length, expired };
}

/** Makes all lists of a student; whether it worked. A failure is theirs alone, and their lists are made when they ask. */
async function renewed(sql: Sql, now: Date, uid: string): Promise<boolean> {
  try {
    for (const type of Object.keys(RECOMMENDERS) as RecommendationType[]) {
      const [clock] = await sql<{ read_at: Date }[]>`select clock_timestamp() as read_at`;
      await renewList({ uid, sql, now }, type, clock?.read_at ?? now);
    }
    return true;
  } catch (error) {
    // Deleted since the night began.
    if (error instanceof DomainError) return true;
    logger.error('lists of a student failed', { uid, ...redactError(error) });
    return false;
  }
}

/** Who did something lately, those whose lists are the oldest first. */
async function activeStudents(sql: Sql, now: Date): Promise<string[]> {
  const since = new Date(now.getTime() - ACTIVE_DAYS * DAY_MS);
  const rows = await sql<{ id: string }[]>`
    with active as (
      select user_id as id from event_attendance where live and attended_at between ${since} and ${now}
      union
      select attendance.user_id
      from event_attendance as attendance join events on events.id = event_id
      where attendance.live and start_date between ${since} and ${now}
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

/** Those whose lists nobody has made meanwhile. */
async function stillOld(sql: Sql, now: Date, ids: string[]): Promise<string[]> {
  const recent = new Date(now.getTime() - RECENT_HOURS * HOUR_MS);
  const rows = await sql<{ id: string }[]>`
    select waiting.id
    from json_array_elements_text(${JSON.stringify(ids)}::text::json) as waiting (id)
    where not exists (
      select from recommendations where user_id = waiting.id and created_at between ${recent} and ${now}
      having count(distinct type) = ${Object.keys(RECOMMENDERS).length}
    )`;
  return rows.map(({ id }) => id);
}

/** Removes lists that have expired, and all that belongs to people who are gone. */
async function removeExpired(sql: Sql, now: Date): Promise<number> {
  const { count } = await sql`
    delete from recommendations
    where expires_at <= ${now} or user_id in (select id from users where not live)`;
  const forgotten = new Date(now.getTime() - FEEDBACK_DAYS * DAY_MS);
  await sql`
    delete from recommendation_feedback
    where greatest(shown_at, opened_at, accepted_at, dismissed_at) <= ${forgotten}
      or user_id in (select id from users where not live)`;
  return count;
}
