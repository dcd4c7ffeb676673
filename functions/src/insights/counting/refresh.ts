import { withLock } from '../../platform/locks.ts';
import type { Sql } from '../../platform/postgres.ts';
import { countEvents } from './events.ts';
import { countMonths } from './months.ts';
import { countSkillPairs } from './skills.ts';

/**
 * Counts again what insights are read from, in one transaction, so that everybody sees one night or the next.
 * While another refresh is going on it does nothing. Which skills people have together is counted when a month
 * is closed, as all that is shown of skills.
 *
 * @returns how many events were counted; null when another refresh is going on.
 */
export function refreshInsights(sql: Sql, now: Date): Promise<number | null> {
  return withLock(sql, 'insights', async (opened) => {
    await opened`select set_config('work_mem', '64MB', true)`;
    const closed = await countMonths(opened, now);
    const visitors = await countEvents(opened);
    if (closed.length > 0) {
      const skilled = await countSkillPairs(opened);
      await opened`
        insert into insight_refresh (refreshed_at, visitors, skilled, skills_counted_at)
        values (${now}, ${visitors}, ${skilled}, ${now})
        on conflict (id) do update set skilled = excluded.skilled, skills_counted_at = excluded.skills_counted_at`;
    }
    await opened`update insight_refresh set refreshed_at = ${now}, visitors = ${visitors}`;
    const [events] = await opened<{ count: number }[]>`select count(*)::float8 as count from event_insights`;
    return events?.count ?? 0;
  });
}
