import { AUDIENCES } from '../disclosure/audiences.ts';
import { withLock } from '../../platform/locks.ts';
import type { Sql } from '../../platform/postgres.ts';
import { aggregateEvents } from './aggregateEvents.ts';

/** Answers to invitations that a call counts, at most: about half a second. */
const MAX_ANSWERS = 10_000;

/**
 * Counts the events of a small campus as the night does, in the first call that needs them. Does nothing once they have
 * been counted, on a large campus, or while another call or the night counts.
 */
export async function countFirstEvents(sql: Sql, now: Date): Promise<void> {
  const [state] = await sql<{ is_due: boolean }[]>`
    select not exists (select from insight_refresh) and (
      select count(*) <= ${MAX_ANSWERS} from (select from event_attendance limit ${MAX_ANSWERS + 1}) as first
    ) as is_due`;
  if (!state?.is_due) return;
  await withLock(sql, 'insights', async (tx) => {
    for (const audience of AUDIENCES) {
      const visitors = await aggregateEvents(tx, audience, now);
      // Skills are counted when a month closes, in the first night.
      await tx`
        insert into insight_refresh (exact, refreshed_at, visitors, people_with_skills)
        values (${audience.exact}, ${now}, ${visitors}, 0)
        on conflict (exact) do nothing`;
    }
    return true;
  });
}
