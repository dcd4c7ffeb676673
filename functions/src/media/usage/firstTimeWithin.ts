import { DAY_MS } from '../../learning/calendar.ts';
import type { TransactionSql } from '../../platform/postgres.ts';
import { BYTES_PER_CREDIT, TRANSFORMATIONS_PER_CREDIT, type Credits } from './credits.ts';
import { WINDOW_DAYS } from './consumption.ts';

/** Credits that we know were spent in the last 30 days, by how many days ago; of one person or, with null, of all. */
export async function creditsByDay(
  tx: TransactionSql,
  uid: string | null,
  now: Date,
): Promise<Map<number, number>> {
  const rows = await tx<{ days_ago: number; credits: number }[]>`
    select floor(extract(epoch from ${now.toISOString()}::timestamptz - timestamp) / 86400)::integer as days_ago,
      sum(
        value::float8 / case metric_type
          when 'media_transformations' then ${TRANSFORMATIONS_PER_CREDIT}::float8
          else ${BYTES_PER_CREDIT}::float8
        end
      ) as credits
    from usage_metrics
    where timestamp > ${now.toISOString()}::timestamptz - make_interval(days => ${WINDOW_DAYS})
      and (${uid}::text is null or user_id = ${uid})
      and (metric_type = 'media_transformations' or (operation = 'backup' and ${uid}::text is null))
    group by 1`;
  return new Map(rows.map(({ days_ago: daysAgo, credits }) => [daysAgo, credits]));
}

/**
 * The first time, in whole days from now, at which a consumption will be down to `allowed` credits, if nothing is added: what we
 * counted ends 30 days after it was spent, what Cloudinary counted besides ends evenly, and storage stays. Null if it
 * will not within 30 days.
 */
export function firstTimeWithin(
  { transformations, bandwidth, storage }: Credits,
  byDay: ReadonlyMap<number, number>,
  allowed: number,
  now: Date,
): Date | null {
  const known = [...byDay.values()].reduce((sum, credits) => sum + credits, 0);
  const unknown = Math.max(0, transformations + bandwidth - known);
  for (let days = 1; days <= WINDOW_DAYS; days += 1) {
    let remaining = storage + unknown * (1 - days / WINDOW_DAYS);
    for (const [daysAgo, credits] of byDay) if (daysAgo + days < WINDOW_DAYS) remaining += credits;
    if (remaining <= allowed) return new Date(now.getTime() + days * DAY_MS);
  }
  return null;
}
