import type { Sql, TransactionSql } from '../../platform/postgres.ts';

/** What one user may upload per calendar month (UTC). */
export const MONTHLY_BYTES = 1_000_000_000;
export const MONTHLY_UPLOADS = 200;

/**
 * The part of a user's quota that is used this month: finished uploads, pending ones, and removed ones whose
 * signature is still valid.
 */
export async function monthlyQuotaUsed(
  sql: Sql | TransactionSql,
  uid: string,
  now: Date,
): Promise<{ uploads: number; bytes: number }> {
  const [used] = await sql<{ uploads: number; bytes: number }[]>`
    with used as (
      select value from usage_metrics
      where user_id = ${uid} and metric_type = 'media_bandwidth'
        and operation in ('upload_image', 'upload_video') and timestamp >= ${startOfMonth(now)}
      union all
      select declared_bytes from media_files
      where user_id = ${uid} and (
        status = 'pending'
        or (status <> 'ready' and cloudinary_version is null and upload_until > ${now.toISOString()})
      )
    )
    select count(*)::integer as uploads, coalesce(sum(value), 0)::float8 as bytes from used`;
  return used ?? { uploads: 0, bytes: 0 };
}

/** The start of the calendar month (UTC), or of one that many months later, as RFC 3339. */
export function startOfMonth(now: Date, later = 0): string {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + later, 1)).toISOString();
}
