import { z } from 'zod';
import { campusDay } from '../platform/campusTime.ts';
import { callable } from '../platform/callable.ts';
import { isErased } from '../platform/erasure/erased.ts';
import { DomainError } from '../platform/errors.ts';

const input = z.strictObject({ userId: z.string().min(1).max(1500).describe('Whose profile it is.') });

const output = z
  .strictObject({
    counted: z.boolean().describe('Whether it was the caller’s first view of this profile today.'),
  })
  .meta({ id: 'RecordedProfileView' });

/** For all signed-in users: records that the caller views a profile, without a Firestore write. */
export const recordProfileView = callable({
  name: 'recordProfileView',
  description: `Records that the caller has viewed a profile.

Each viewer counts once per day of the campus; viewing one’s own profile does not count. Who viewed whom is forgotten after two days; the count stays. \`not-found\` if there is no such person.`,
  input,
  output,
  errors: ['not-found'],
  idempotent: true,
  async handle({ uid, sql, now }, { userId }) {
    const [row] = await sql<{ found: boolean; counted: boolean }[]>`
      with viewed_user as (
        select id from users where id = ${userId} and live
      ), viewed as (
        insert into profile_views (user_id, date, viewer_id)
        select id, ${campusDay(now)}::text::date, ${uid} from viewed_user
        where id <> ${uid} and not ${isErased(sql, uid)}
        on conflict do nothing
        returning user_id, date
      ), counted as (
        insert into profile_view_counts as counts (user_id, date, views)
        select user_id, date, 1 from viewed
        on conflict (user_id, date) do update set views = counts.views + 1
      ), queued as (
        insert into engagement_changes (user_id, moment) select user_id, ${now}::timestamptz from viewed
      )
      select exists (select from viewed_user) as found, exists (select from viewed) as counted`;
    if (!row?.found) throw new DomainError('not-found', 'There is no user with this id.');
    return { counted: row.counted };
  },
});
