import { z } from 'zod';
import { callable } from '../platform/callable.ts';
import { DomainError } from '../platform/errors.ts';

/**
 * For everybody who is signed in: notes that they look at somebody's profile. It costs no write in Firestore, and
 * each viewer counts once a day (UTC). To look at oneself counts nothing.
 *
 * `{userId}` → `{counted}`, whether it was the first time today.
 */
export const recordProfileView = callable({
  name: 'recordProfileView',
  allow: 'signed-in',
  input: z.strictObject({ userId: z.string().min(1).max(1500) }),
  async handle({ uid, sql, now }, { userId }): Promise<{ counted: boolean }> {
    const [row] = await sql<{ found: boolean; counted: boolean }[]>`
      with person as (
        select id from users where id = ${userId} and live
      ), viewed as (
        insert into profile_views (user_id, date, viewer_id)
        select id, engagement_day(${now}::timestamptz), ${uid} from person where id <> ${uid}
        on conflict do nothing
        returning user_id, date
      ), counted as (
        insert into profile_view_counts as counts (user_id, date, views)
        select user_id, date, 1 from viewed
        on conflict (user_id, date) do update set views = counts.views + 1
      ), noted as (
        insert into engagement_changes (user_id, date) select user_id, date from viewed
      )
      select exists (select from person) as found, exists (select from viewed) as counted`;
    if (!row?.found) throw new DomainError('not-found', 'there is nobody with this id');
    return { counted: row.counted };
  },
});
