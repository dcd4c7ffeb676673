import { HOUR_MS } from '../../learning/calendar.ts';
import type { Alert } from '../../platform/alert.ts';
import type { Sql } from '../../platform/postgres.ts';
import type { MediaStores } from '../files/mediaStores.ts';
import { ALERT_SHARE, planUsage } from '../usage/planUsage.ts';

/** How long backups, removals and withdrawals may be overdue before operators are alerted, in hours. */
const MAX_BACKLOG_HOURS = 6;

/** Alerts for a plan that is nearly used up, and for backups, removals or withdrawals that are overdue. */
export async function mediaAlerts(sql: Sql, stores: MediaStores, now: Date): Promise<Alert[]> {
  return [...(await quotaAlerts(sql, now)), ...(await backlogAlerts(sql, stores, now))];
}

async function quotaAlerts(sql: Sql, now: Date): Promise<Alert[]> {
  const { share, projectedShare, credits, uploadsPaused, reportedOn } = await planUsage(sql, now);
  if (share < ALERT_SHARE && projectedShare < 1) return [];
  const percent = (fraction: number): string => `${(fraction * 100).toFixed(0)} %`;
  const paused = uploadsPaused ? ' No more uploads are accepted.' : '';
  return [
    {
      name: 'media-quota',
      text: `${percent(share)} of the Cloudinary plan is used; at this rate it will be ${percent(projectedShare)} in 30 days.${paused} "npm run media -- usage" shows by what and by whom.`,
      details: { ...credits, reportedOn },
    },
  ];
}

async function backlogAlerts(sql: Sql, stores: MediaStores, now: Date): Promise<Alert[]> {
  const hasBackups = (await stores.bucket()) !== null;
  const overdue = new Date(now.getTime() - MAX_BACKLOG_HOURS * HOUR_MS).toISOString();
  const [backlog] = await sql<{ backups: number; removals: number; withdrawals: number }[]>`
    select
      count(*) filter (
        where status = 'ready' and ${hasBackups} and backed_up_at is null and ready_at < ${overdue}
      )::integer as backups,
      count(*) filter (
        where status not in ('pending', 'ready') and removed_at is null and updated_at < ${overdue}
      )::integer as removals,
      count(*) filter (
        where status = 'ready' and former_public_id is not null and withdrawn_at < ${overdue}
      )::integer as withdrawals
    from media_files`;
  if (backlog === undefined || backlog.backups + backlog.removals + backlog.withdrawals === 0) return [];
  return [
    {
      name: 'media-behind',
      text: `${String(backlog.backups)} backups, ${String(backlog.removals)} removals and ${String(backlog.withdrawals)} withdrawals of media have been overdue for more than ${String(MAX_BACKLOG_HOURS)} hours. The logs of backupMedia and recoverMedia show why; "npm run media -- verify" repairs them.`,
      details: { ...backlog },
    },
  ];
}
