import { logger } from '../platform/logger.ts';
import { raise, type Alert } from '../platform/alert.ts';
import { isSetUp } from '../platform/cloudinary.ts';
import { removesUnused } from '../platform/config.ts';
import { job } from '../platform/job.ts';
import type { Sql } from '../platform/postgres.ts';
import { MEDIA_SECRETS } from './files/options.ts';
import { stores, type Stores } from './files/stores.ts';
import { expire, forgetEnded, removeUnused } from './files/sweep.ts';
import { unusedMedia, UNUSED_DAYS } from './files/unused.ts';
import { ALERT_SHARE, planUsage } from './files/usage.ts';

/** How long a file may be without its copy, or not removed, before operators hear of it, in hours. */
const MAX_BEHIND_HOURS = 6;

/**
 * Every night: ends uploads that never came, removes or counts the files that nothing uses, and raises an
 * alert when the plan is nearly used up or a store has not taken part for hours.
 */
export const cleanUpMedia = job({
  name: 'cleanUpMedia',
  does: 'ends uploads that never came, unused media, quota alerts',
  schedule: 'every day 04:15',
  after: [],
  deadlineHours: 26,
  options: { secrets: MEDIA_SECRETS, timeoutSeconds: 1800, memory: '256MiB' },
  async run({ sql, now }) {
    if (!isSetUp()) return 0;
    return (await cleanUp(sql, stores(), { now, removeUnused: removesUnused.value() })).length;
  },
});

/** Returns the alerts that were raised. */
export async function cleanUp(
  sql: Sql,
  media: Stores,
  options: { now: Date; removeUnused: boolean },
): Promise<Alert[]> {
  const { now } = options;
  logger.info('pending media ended', await expire(sql, media, now));
  await forgetEnded(sql, now);
  if (options.removeUnused) logger.info('unused media removed', await removeUnused(sql, media, now));
  else
    logger.info('unused media', { files: (await unusedMedia(sql, now, 10_000)).length, days: UNUSED_DAYS });
  const alerts = [...(await quotaAlerts(sql, now)), ...(await lateAlerts(sql, media, now))];
  for (const alert of alerts) await raise(alert);
  return alerts;
}

async function quotaAlerts(sql: Sql, now: Date): Promise<Alert[]> {
  const { share, projectedShare, bytes, transformations } = await planUsage(sql, now);
  if (share < ALERT_SHARE) return [];
  const percent = (part: number): string => `${(part * 100).toFixed(0)} %`;
  return [
    {
      name: 'media-quota',
      text: `${percent(share)} of Cloudinary's free plan for this month is used, and ${percent(projectedShare)} will be by its end: "npm run media -- usage" shows who uploads`,
      details: { bytes, transformations },
    },
  ];
}

async function lateAlerts(sql: Sql, media: Stores, now: Date): Promise<Alert[]> {
  const copies = (await media.bucket()) !== null;
  const [late] = await sql<{ copies: number; removals: number }[]>`
    select
      count(*) filter (where status = 'ready' and ${copies} and backed_up_at is null)::integer as copies,
      count(*) filter (where status not in ('pending', 'ready') and removed_at is null)::integer as removals
    from media_files
    where coalesce(ready_at, updated_at) < ${now.toISOString()}::timestamptz - make_interval(hours => ${MAX_BEHIND_HOURS})`;
  if (late === undefined || late.copies + late.removals === 0) return [];
  return [
    {
      name: 'media-behind',
      text: `${String(late.copies)} media have no copy and ${String(late.removals)} could not be removed for ${String(MAX_BEHIND_HOURS)} hours: errors of backupMedia and recoverMedia say why`,
      details: { ...late },
    },
  ];
}
