import type { Sql } from '../../platform/postgres.ts';
import { DAY_MS } from '../../learning/calendar.ts';
import { startOfMonth } from './monthlyQuota.ts';

/** Monthly limits of Cloudinary's free plan. */
export const FREE_PLAN = { bytes: 25_000_000_000, transformations: 25_000 };

/** Share of the plan above which operators are alerted. */
export const ALERT_SHARE = 0.8;

/** Usage in the current calendar month (UTC), of one user or of all. */
export interface Usage {
  uploads: number;
  images: number;
  videos: number;
  /** Bytes uploaded; in the total, also bytes downloaded for backups. Views are known to Cloudinary only. */
  bytes: number;
  transformations: number;
}

/** Total usage compared with the plan. */
export interface PlanUsage extends Usage {
  /** Linear projection to the end of the month. */
  projected: { bytes: number; transformations: number };
  limits: typeof FREE_PLAN;
  /** Share of the plan used, from 0 to 1 and above; the larger of both limits' shares. */
  share: number;
  projectedShare: number;
}

/** @param uid null for all users; the total then includes our own backup downloads */
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

/** Total usage against the plan. The projection assumes at least one elapsed day. */
export async function planUsage(sql: Sql, now: Date): Promise<PlanUsage> {
  const usage = await usageThisMonth(sql, null, now);
  const start = Date.parse(startOfMonth(now));
  const end = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1);
  const elapsedMs = Math.max(now.getTime() - start, DAY_MS);
  const factor = Math.max(1, (end - start) / elapsedMs);
  const projected = {
    bytes: Math.round(usage.bytes * factor),
    transformations: Math.round(usage.transformations * factor),
  };
  return {
    ...usage,
    projected,
    limits: FREE_PLAN,
    share: planShare(usage),
    projectedShare: planShare(projected),
  };
}

function planShare(usage: { bytes: number; transformations: number }): number {
  return Math.max(usage.bytes / FREE_PLAN.bytes, usage.transformations / FREE_PLAN.transformations);
}
