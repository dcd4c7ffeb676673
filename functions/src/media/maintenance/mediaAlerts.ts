import type { Alert } from '../../platform/alert.ts';
import type { Sql } from '../../platform/postgres.ts';
import type { MediaStores } from '../files/mediaStores.ts';
import { ALERT_SHARE, planUsage } from '../usage/planUsage.ts';

/** How long backups and removals may be overdue before operators are alerted, in hours. */
const MAX_BACKLOG_HOURS = 6;

/** Alerts for a plan that is nearly used up, and for backups or removals that are overdue. */
export async function mediaAlerts(sql: Sql, stores: MediaStores, now: Date): Promise<Alert[]> {
  return [...(await quotaAlerts(sql, now)), ...(await backlogAlerts(sql, stores, now))];
}

async function quotaAlerts(sql: Sql, now: Date): Promise<Alert[]> {
  const { share, projectedShare, bytes, transformations } = await planUsage(sql, now);
  if (share < ALERT_SHARE) return [];
  const percent = (fraction: number): string => `${(fraction * 100).toFixed(0)} %`;
  return [
    {
      name: 'media-quota',
      text: `${percent(share)} of this month's Cloudinary free plan is used; at this rate it will be ${percent(projectedShare)} by the end of the month. "npm run media -- usage" shows the largest uploaders.`,
      details: { bytes, transformations },
    },
  ];
}

async function backlogAlerts(sql: Sql, stores: MediaStores, now: Date): Promise<Alert[]> {
  const hasBackups = (await stores.bucket()) !== null;
  const [backlog] = await sql<{ backups: number; removals: number }[]>`
    select
      count(*) filter (where status = 'ready' and ${hasBackups} and backed_up_at is null)::integer as backups,
      count(*) filter (where status not in ('pending', 'ready') and removed_at is null)::integer as removals
    from media_files
    where coalesce(ready_at, updated_at) < ${now.toISOString()}::timestamptz - make_interval(hours => ${MAX_BACKLOG_HOURS})`;
  if (backlog === undefined || backlog.backups + backlog.removals === 0) return [];
  return [
    {
      name: 'media-behind',
      text: `${String(backlog.backups)} backups and ${String(backlog.removals)} removals of media have been overdue for more than ${String(MAX_BACKLOG_HOURS)} hours. The logs of backupMedia and recoverMedia show why; "npm run media -- verify" repairs them.`,
      details: { ...backlog },
    },
  ];
}
