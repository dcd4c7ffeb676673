import { z } from 'zod';
import type { Freshness } from '../../platform/freshness.ts';
import type { Sql } from '../../platform/postgres.ts';
import { lastClosedMonth } from '../aggregation/closedMonths.ts';
import type { Viewer } from './disclosureViewer.ts';

/** A calendar month, such as 2026-03, in the years that calendars have. */
export const monthInput = z
  .string()
  .regex(/^(19|20|21)\d{2}-(0[1-9]|1[0-2])$/, 'must be a month, such as 2026-03')
  .describe('A month of the campus, such as `2026-03`; by default the latest that is shown.');

/** A month with aggregates. Months are given by their first day. */
export interface DisclosedMonth {
  first: string;
  /** The eleven months before and the month itself, oldest first. */
  year: string[];
  countedAt: Date;
}

/**
 * The requested month, by default the last closed one. Only administrators see months that are not closed yet.
 *
 * @returns null if the month has no aggregates, or is open and the viewer is no administrator
 */
export async function readDisclosedMonth(
  sql: Sql,
  viewer: Viewer,
  requested: string | undefined,
): Promise<DisclosedMonth | null> {
  const [row] = await sql<{ first: string; counted_at: Date; year: string[] }[]>`
    select month::text as first, counted_at, (
      select json_agg(preceding::date::text order by preceding)
      from generate_series(month - interval '11 months', month, interval '1 month') as preceding
    ) as year
    from insight_months
    where ${requested === undefined ? sql`closed` : sql`month = ${`${requested}-01`}::date`}
      ${viewer.exact ? sql`` : sql`and closed`}
    order by month desc limit 1`;
  return row === undefined ? null : { first: row.first, year: row.year, countedAt: row.counted_at };
}

/** What an answer on a month says instead of figures when {@link readDisclosedMonth} finds none. */
export function undisclosedMonth(requested: string | undefined, now: Date): Freshness & { month: string } {
  const month = requested ?? lastClosedMonth(now).slice(0, 7);
  return {
    month,
    asOf: now.toISOString(),
    missing: `There are no figures for ${month}: months are counted at night, and shown from a week after their end.`,
  };
}
