import { campusDay, campusZone } from '../../platform/campusTime.ts';
import { withLock } from '../../platform/locks.ts';
import type { Sql, TransactionSql } from '../../platform/postgres.ts';
import { addDays } from '../../learning/calendar.ts';
import { returnFutureDays, takeChangedDays, type Period } from './changedDays.ts';
import { computeDays, firstChangedDay } from './computeDays.ts';
import { rankDays } from './rankDays.ts';
import { writeDays } from './writeDays.ts';

/** No day that counts is before this, in any time zone. */
const FIRST_DAY = '1999-12-31';

/**
 * Brings engagement scores up to date through the day of `now`: recomputes the days that changed since the last run,
 * however old, and ranks the days affected. All days change with the time zone of the campus. Runs in one transaction,
 * so that a killed run leaves nothing behind. Does nothing while another run holds the lock.
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
    const { lastComputed, timeZone } = await lastRefresh(sql);
    const today = campusDay(now);
    const through = [lastComputed ?? '', forced?.to ?? today].reduce((a, b) => (a > b ? a : b));
    const hasMoved = timeZone !== null && timeZone !== campusZone();

    await takeChangedDays(sql, hasMoved ? { from: FIRST_DAY, to: through } : forced);
    await returnFutureDays(sql, through);
    await computeDays(sql);
    const starts = [
      await firstChangedDay(sql),
      lastComputed && addDays(lastComputed, 1),
      addDays(through, 1),
    ];
    const from = starts.reduce((a, b) => (a === null || (b !== null && b < a) ? b : a)) ?? through;
    const ranked = await rankDays(sql, { from, to: through });
    const written = await writeDays(sql, { from, to: through });
    await sql`
      insert into engagement_refresh (computed_through, refreshed_at, time_zone)
      values (${through}::text::date, ${now}, ${campusZone()})
      on conflict (id) do update set computed_through = excluded.computed_through,
        refreshed_at = excluded.refreshed_at, time_zone = excluded.time_zone`;
    return ranked + written;
  });
}

/** The last day computed so far, and the time zone in which it was; null before the first run. */
async function lastRefresh(
  sql: TransactionSql,
): Promise<{ lastComputed: string | null; timeZone: string | null }> {
  const [row] = await sql<{ lastComputed: string; timeZone: string }[]>`
    select computed_through::text as "lastComputed", time_zone as "timeZone" from engagement_refresh`;
  return row ?? { lastComputed: null, timeZone: null };
}
