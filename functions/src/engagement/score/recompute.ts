import { withLock } from '../../platform/locks.ts';
import type { Sql, TransactionSql } from '../../platform/postgres.ts';
import { addDays, isoDate } from '../../learning/calendar.ts';
import { keepFuture, takeChanges, type Period } from './changes.ts';
import { computeDays, firstDifference, writeDays } from './days.ts';
import { rankDays } from './levels.ts';

/** Days for which it is remembered who has looked at whose profile: late calls of yesterday do not count twice. */
const VIEWERS_KEPT_DAYS = 2;

/**
 * Brings the engagement of everybody up to date, through the day of `now`: computes again the days of the people
 * whose actions have changed since the last time, however long ago those days are, and ranks the days that this
 * changes. In one transaction, so that a run that is killed leaves nothing; while another is going on it does
 * nothing.
 *
 * @param again days that are computed from the documents for everybody, whether anything has changed or not.
 * @returns how many rows were written; null when another run is going on.
 */
export function recompute(sql: Sql, now: Date, again?: Period): Promise<number | null> {
  return withLock(sql, 'engagement', async (opened) => {
    // Sorting a year of everybody's days in 4 MB takes several times as long; and where disks do not turn, the
    // days of a few people are found sooner by their indexes than by reading everybody's.
    await opened`
      select set_config('work_mem', '64MB', true), set_config('random_page_cost', '1.1', true)`;
    const computed = await computedThrough(opened);
    const today = isoDate(now);
    const through = [computed ?? '', again?.to ?? today].reduce((a, b) => (a > b ? a : b));

    await takeChanges(opened, again);
    await keepFuture(opened, through);
    await computeDays(opened);
    const starts = [await firstDifference(opened), computed && dayAfter(computed), dayAfter(through)];
    const from = starts.reduce((a, b) => (a === null || (b !== null && b < a) ? b : a)) ?? through;
    const ranked = await rankDays(opened, { from, to: through });
    const written = await writeDays(opened, { from, to: through });
    await opened`
      insert into engagement_refresh (computed_through, refreshed_at) values (${through}::text::date, ${now})
      on conflict (id) do update set computed_through = excluded.computed_through, refreshed_at = excluded.refreshed_at`;
    await opened`delete from profile_views where date < ${today}::text::date - ${VIEWERS_KEPT_DAYS}::integer`;
    return ranked + written;
  });
}

/** The last day that is computed. */
async function computedThrough(sql: TransactionSql): Promise<string | null> {
  const [row] = await sql<{ day: string }[]>`select computed_through::text as day from engagement_refresh`;
  return row?.day ?? null;
}

function dayAfter(day: string): string {
  return isoDate(addDays(new Date(day), 1));
}
