import { withLock } from '../../platform/locks.ts';
import type { Sql } from '../../platform/postgres.ts';
import { AUDIENCES } from '../disclosure/audiences.ts';
import { aggregateEvents } from './aggregateEvents.ts';
import { aggregateMonths } from './aggregateMonths.ts';
import { aggregateSkillPairs } from './aggregateSkillPairs.ts';

/**
 * Recomputes the tables that insights are read from, in one transaction, so readers never see a mix of two nights.
 * Skill pairs are only recomputed when a month closes, like everything else that is disclosed about skills.
 *
 * @returns the number of events counted; null if another refresh is running
 */
export function refreshAggregates(sql: Sql, now: Date): Promise<number | null> {
  return withLock(sql, 'insights', async (tx) => {
    await tx`select set_config('work_mem', '64MB', true)`;
    const closedMonths = await aggregateMonths(tx, now);
    for (const audience of AUDIENCES) {
      const { exact } = audience;
      const visitors = await aggregateEvents(tx, audience, now);
      if (closedMonths.length > 0) {
        const peopleWithSkills = await aggregateSkillPairs(tx, audience, now);
        await tx`
          insert into insight_refresh (exact, refreshed_at, visitors, people_with_skills)
          values (${exact}, ${now}, ${visitors}, ${peopleWithSkills})
          on conflict (exact) do update set people_with_skills = excluded.people_with_skills`;
      }
      await tx`update insight_refresh set refreshed_at = ${now}, visitors = ${visitors} where exact = ${exact}`;
    }
    const [events] = await tx<{ count: number }[]>`
      select count(*)::float8 as count from event_insights where exact`;
    return events?.count ?? 0;
  });
}
