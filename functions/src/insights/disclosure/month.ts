import { z } from 'zod';
import { DomainError } from '../../platform/errors.ts';
import type { Sql } from '../../platform/postgres.ts';
import type { Viewer } from './viewer.ts';

/** A calendar month, as 2026-03. */
export const monthInput = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'must be a month, as 2026-03');

/** A month that was counted. */
export interface Month {
  /** Its first day. */
  first: string;
  /** The first days of the eleven months before, the earliest first, and of this one. */
  year: string[];
  countedAt: Date;
}

/**
 * The month that a viewer asks for; without one, the last that is closed. Only administrators see months that
 * are not closed yet.
 *
 * @throws DomainError when there is no such month.
 */
export async function readMonth(sql: Sql, viewer: Viewer, asked: string | undefined): Promise<Month> {
  const [row] = await sql<{ first: string; counted_at: Date; year: string[] }[]>`
    select month::text as first, counted_at, (
      select json_agg(before::date::text order by before)
      from generate_series(month - interval '11 months', month, interval '1 month') as before
    ) as year
    from insight_months
    where ${asked === undefined ? sql`closed` : sql`month = ${`${asked}-01`}::date`}
      ${viewer.exact ? sql`` : sql`and closed`}
    order by month desc limit 1`;
  if (row !== undefined) return { first: row.first, year: row.year, countedAt: row.counted_at };
  throw new DomainError(
    'not-ready',
    asked === undefined
      ? 'nothing has been counted yet: try again tomorrow'
      : `${asked} is not shown: a month is counted a week after its end`,
  );
}
