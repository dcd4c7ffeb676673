import { withLock } from '../../platform/locks.ts';
import type { Sql, TransactionSql } from '../../platform/postgres.ts';
import { addDays, isoDate } from '../../learning/calendar.ts';
import { returnFutureDays, takeChangedDays, type Period } from './changedDays.ts';
import { computeDays, firstChangedDay } from './computeDays.ts';
import { rankDays } from './rankDays.ts';
import { writeDays } from './writeDays.ts';

/** Days that viewers of a profile are kept, so that late calls of the day before are not counted twice. */
const VIEWER_RETENTION_DAYS = 2;

/**
 * Brings engagement scores up to date through the day of `now`: recomputes the days that changed since the last run,
 * however old, and ranks the days affected. Runs in one transaction, so that a killed run leaves nothing behind. Does
 * nothing while another run holds the lock.
 *
 * @param forced days to recompute for all users, whether anything has changed or not
 * @returns how many rows were written; null while another run is in progress
 */
export function recomputeScores(database: Sql, now: Date, forced?: Period): Promise<number | null> {
  return withLock(database, 'engagement', async (sql) => {
    // Sorting a year of all users' days in 4 MB takes several times as long. On SSDs, reading a few users' days by
    // index is faster than reading all of them.
    await sql`
      select set_config('work_mem', '64MB', true), set_config('random_page_cost', '1.1', true)`;
    const lastComputed = await computedThrough(sql);
    const today = isoDate(now);
    const through = [lastComputed ?? '', forced?.to ?? today].reduce((a, b) => (a > b ? a : b));

    await takeChangedDays(sql, forced);
    await returnFutureDays(sql, through);
    await computeDays(sql);
    const starts = [await firstChangedDay(sql), lastComputed && dayAfter(lastComputed), dayAfter(through)];
    const from = starts.reduce((a, b) => (a === null || (b !== null && b < a) ? b : a)) ?? through;
    const ranked = await rankDays(sql, { from, to: through });
    const written = await writeDays(sql, { from, to: through });
    await sql`
      insert into engagement_refresh (computed_through, refreshed_at) values (${through}::text::date, ${now})
      on conflict (id) do update set computed_through = excluded.computed_through, refreshed_at = excluded.refreshed_at`;
    await sql`delete from profile_views where date < ${today}::text::date - ${VIEWER_RETENTION_DAYS}::integer`;
    return ranked + written;
  });
}

/** The last day computed so far; null before the first run. */
async function computedThrough(sql: TransactionSql): Promise<string | null> {
  const [row] = await sql<{ day: string }[]>`select computed_through::text as day from engagement_refresh`;
  return row?.day ?? null;
}

function dayAfter(day: string): string {
  return isoDate(addDays(new Date(day), 1));
}
