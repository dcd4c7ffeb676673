import type { Sql } from '../../platform/postgres.ts';
import { DAY_MS } from '../../learning/calendar.ts';
import { startOfMonth } from './quota.ts';

/** What Cloudinary's free plan gives in a month. */
export const FREE_PLAN = { bytes: 25_000_000_000, transformations: 25_000 };

/** The share of the plan at which operators hear of it. */
export const ALERT_SHARE = 0.8;

/** What was used this month (UTC), by one person or by all. */
export interface Usage {
  uploads: number;
  images: number;
  videos: number;
  /** Bytes uploaded and, of all, downloaded for the backup. What viewers download only Cloudinary knows. */
  bytes: number;
  transformations: number;
}

/** Usage against the plan. */
export interface PlanUsage extends Usage {
  /** If it goes on like this until the end of the month. */
  projected: { bytes: number; transformations: number };
  limits: typeof FREE_PLAN;
  /** The larger of the shares used of both limits; 1 is all of it. */
  share: number;
  projectedShare: number;
}

/** @param uid null for everybody: then the copies that we make count, too */
export async function usageThisMonth(sql: Sql, uid: string | null, now: Date): Promise<Usage> {
  const [usage] = await sql<Usage[]>`
    select
      count(*) filter (where operation <> 'backup' and metric_type = 'media_bandwidth')::integer as uploads,
      count(*) filter (where operation = 'upload_image' and metric_type = 'media_bandwidth')::integer as images,
      count(*) filter (where operation = 'upload_video' and metric_type = 'media_bandwidth')::integer as videos,
      coalesce(sum(value) filter (where metric_type = 'media_bandwidth'), 0)::float8 as bytes,
      coalesce(sum(value) filter (where metric_type = 'media_transformations'), 0)::float8 as transformations
    from usage_metrics
    where timestamp >= ${startOfMonth(now)}
      and (${uid}::text is null or (user_id = ${uid} and operation <> 'backup'))`;
  return usage ?? { uploads: 0, images: 0, videos: 0, bytes: 0, transformations: 0 };
}

/** Everybody's usage against the plan. The projection is linear, of at least a day. */
export async function planUsage(sql: Sql, now: Date): Promise<PlanUsage> {
  const usage = await usageThisMonth(sql, null, now);
  const start = Date.parse(startOfMonth(now));
  const end = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1);
  const elapsed = Math.max(now.getTime() - start, DAY_MS);
  const factor = Math.max(1, (end - start) / elapsed);
  const projected = {
    bytes: Math.round(usage.bytes * factor),
    transformations: Math.round(usage.transformations * factor),
  };
  return {
    ...usage,
    projected,
    limits: FREE_PLAN,
    share: shareOf(usage),
    projectedShare: shareOf(projected),
  };
}

function shareOf(used: { bytes: number; transformations: number }): number {
  return Math.max(used.bytes / FREE_PLAN.bytes, used.transformations / FREE_PLAN.transformations);
}
