import { ACTIVE_DAYS, HALF_LIFE_DAYS, WEIGHTS } from '../../functions/src/engagement/score/scoreFormula.ts';
import type { Sql } from '../../functions/src/platform/postgres.ts';

/**
 * Engagement of one student on one day, as a loop over all students would compute it: reads every action that
 * still counts, decays it, and writes the row. Even so it leaves out the rank among the others.
 */
export async function engagementOfStudent(sql: Sql, id: string, day: string): Promise<void> {
  const since = sql`${day}::text::date - ${ACTIVE_DAYS}::integer`;
  const posts = await sql<{ age: number; points: number }[]>`
    select ${day}::text::date - created_at::date as age,
      ${WEIGHTS.postCreated}::integer + least(6, ln(1 + (engagement_metrics ->> 'likes')::float8)) as points
    from showcase_posts where user_id = ${id} and live and created_at > ${since}`;
  const events = await sql<{ age: number; points: number }[]>`
    select ${day}::text::date - attended_at::date as age, ${WEIGHTS.eventAttended}::integer as points
    from event_attendance where user_id = ${id} and live and status = 'attended' and attended_at > ${since}`;
  const connections = await sql<{ age: number; points: number }[]>`
    select ${day}::text::date - created_at::date as age, ${WEIGHTS.connectionMade}::integer as points
    from connections
    where (from_user_id = ${id} or to_user_id = ${id}) and live and status = 'accepted' and created_at > ${since}`;
  const views = await sql<{ age: number; points: number }[]>`
    select ${day}::text::date - date as age, least(3, ln(1 + views)) as points
    from profile_view_counts where user_id = ${id} and date > ${since}`;
  const decayed = [...posts, ...events, ...connections, ...views].reduce(
    (sum, { age, points }) => sum + points * 2 ** (-age / HALF_LIFE_DAYS),
    0,
  );
  await sql`update user_engagement_metrics set engagement_score = ${decayed} where user_id = ${id} and date = ${day}::text::date and false`;
}
