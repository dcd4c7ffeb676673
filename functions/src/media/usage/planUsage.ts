import { z } from 'zod';
import { count, day } from '../../platform/output.ts';
import type { Sql } from '../../platform/postgres.ts';
import { campusConsumption, WINDOW_DAYS } from './consumption.ts';
import { planCredits, toCredits } from './credits.ts';
import { startOfMonth } from './monthlyQuota.ts';
import { STOP_SHARE } from './uploadBudget.ts';

/** Share of the plan above which operators are alerted. */
export const ALERT_SHARE = 0.8;

/** The days whose uploads are projected. */
const TREND_DAYS = 7;

/** Uploads of one person in the current calendar month (UTC). */
export const usageFields = {
  uploads: count,
  images: count,
  videos: count,
  bytes: count,
  transformations: count.describe('As Cloudinary counts them.'),
};

type Usage = z.infer<z.ZodObject<typeof usageFields>>;

const credits = z.number().nonnegative();

/** The campus against Cloudinary's plan. */
export const planUsageSchema = z
  .strictObject({
    credits: z
      .strictObject({
        limit: credits,
        used: credits,
        transformations: credits,
        storage: credits,
        bandwidth: credits,
      })
      .meta({
        id: 'PlanCredits',
        description: 'Credits of the plan, and what they were used for.',
      }),
    share: credits.describe(
      'The share of the plan that is used: from 0 to 1, and above 1 if it is exceeded.',
    ),
    projectedShare: credits.describe(
      'The share in 30 days, if as much is uploaded as in the last seven days, and as much is viewed.',
    ),
    uploadsPaused: z.boolean().describe('Whether uploads are paused, as they are from a share of 0.95 on.'),
    reportedOn: day
      .nullable()
      .describe(
        'The last day in Cloudinary’s report; null without a report, and then what viewers download is not counted.',
      ),
  })
  .meta({
    id: 'PlanUsage',
    description:
      'The campus’s use of Cloudinary’s plan: by Cloudinary’s report, and by the suite’s own count since.',
  });

type PlanUsage = z.infer<typeof planUsageSchema>;

export async function usageThisMonth(sql: Sql, uid: string, now: Date): Promise<Usage> {
  const [usage] = await sql<Usage[]>`
    select
      count(*) filter (where metric_type = 'media_bandwidth')::integer as uploads,
      count(*) filter (where operation = 'upload_image' and metric_type = 'media_bandwidth')::integer as images,
      count(*) filter (where operation = 'upload_video' and metric_type = 'media_bandwidth')::integer as videos,
      coalesce(sum(value) filter (where metric_type = 'media_bandwidth'), 0)::float8 as bytes,
      coalesce(sum(value) filter (where metric_type = 'media_transformations'), 0)::float8 as transformations
    from usage_metrics
    where timestamp >= ${startOfMonth(now)} and user_id = ${uid} and operation <> 'backup'`;
  return usage ?? { uploads: 0, images: 0, videos: 0, bytes: 0, transformations: 0 };
}

/** What the campus has used of the plan, by Cloudinary's report of last night and our own count since. */
export async function planUsage(sql: Sql, now: Date, limit = planCredits()): Promise<PlanUsage> {
  const { reportedOn, ...consumption } = await campusConsumption(sql, now);
  const { known, trend } = await ownFlows(sql, now);
  const credits = toCredits(consumption);
  const perWindow = WINDOW_DAYS / TREND_DAYS;
  const projected = toCredits({
    transformations: Math.max(0, consumption.transformations - known) + trend.transformations * perWindow,
    storedBytes: consumption.storedBytes + trend.bytes * perWindow,
    deliveredBytes: consumption.deliveredBytes,
  });
  return {
    credits: { limit, ...credits },
    share: credits.used / limit,
    projectedShare: projected.used / limit,
    uploadsPaused: credits.used >= limit * STOP_SHARE,
    reportedOn,
  };
}

/** Transformations that we counted in the last 30 days, and the uploads of the last seven. */
async function ownFlows(
  sql: Sql,
  now: Date,
): Promise<{ known: number; trend: { transformations: number; bytes: number } }> {
  const [flows] = await sql<{ known: number; transformations: number; bytes: number }[]>`
    select
      coalesce(sum(value) filter (where metric_type = 'media_transformations'), 0)::float8 as known,
      coalesce(sum(value) filter (where metric_type = 'media_transformations' and is_recent), 0)::float8
        as transformations,
      coalesce(sum(value) filter (
        where metric_type = 'media_bandwidth' and operation <> 'backup' and is_recent
      ), 0)::float8 as bytes
    from usage_metrics
    cross join lateral (
      select timestamp > ${now.toISOString()}::timestamptz - make_interval(days => ${TREND_DAYS}) as is_recent
    ) as age
    where timestamp > ${now.toISOString()}::timestamptz - make_interval(days => ${WINDOW_DAYS})`;
  const { known = 0, transformations = 0, bytes = 0 } = flows ?? {};
  return { known, trend: { transformations, bytes } };
}
