import { raiseAlert, type Alert } from '../platform/alert.ts';
import { isCloudinaryConfigured } from '../platform/cloudinary/account.ts';
import { alertWebhookUrl, removesUnused } from '../platform/config.ts';
import { job } from '../platform/job.ts';
import { logger } from '../platform/logger.ts';
import type { Sql } from '../platform/postgres.ts';
import { MEDIA_FUNCTION } from './files/mediaFunction.ts';
import { mediaStores, type MediaStores } from './files/mediaStores.ts';
import { expireUploads, purgeRemovedRows } from './maintenance/expireUploads.ts';
import { mediaAlerts } from './maintenance/mediaAlerts.ts';
import { withdrawUrls } from './maintenance/withdrawUrls.ts';
import { recordPlanReport } from './usage/planReport.ts';
import { findUnusedMedia, removeUnusedMedia, UNUSED_DAYS } from './maintenance/unusedMedia.ts';

/**
 * Every night: expires stalled uploads, ends the URLs of files that nothing shows, removes or counts unused files,
 * records what Cloudinary says is used of the plan, and raises alerts.
 */
export const cleanUpMedia = job({
  name: 'cleanUpMedia',
  does: 'expires stalled uploads, withdraws and removes unused media, checks the Cloudinary quota',
  schedule: '15 4 * * *',
  after: [],
  deadlineHours: 26,
  options: {
    ...MEDIA_FUNCTION,
    secrets: [...MEDIA_FUNCTION.secrets, alertWebhookUrl],
    timeoutSeconds: 1800,
    memory: '256MiB',
  },
  async run({ sql, now }) {
    if (!isCloudinaryConfigured()) return 0;
    return (await cleanUp(sql, mediaStores(), { now, removeUnused: removesUnused.value() })).length;
  },
});

/** Returns the alerts that were raised. */
export async function cleanUp(
  sql: Sql,
  stores: MediaStores,
  { now, removeUnused }: { now: Date; removeUnused: boolean },
): Promise<Alert[]> {
  logger.info('pending uploads expired', await expireUploads(sql, stores, now));
  await purgeRemovedRows(sql, now);
  logger.info('urls withdrawn', await withdrawUrls(sql, stores, now));
  if (removeUnused) {
    logger.info('unused media removed', await removeUnusedMedia(sql, stores, now));
  } else {
    const unused = await findUnusedMedia(sql, now, 10_000);
    logger.info('unused media found', { files: unused.length, days: UNUSED_DAYS });
  }
  const report = recordPlanReport(sql, stores.cloudinary, now);
  // Without a new report, alerts go by the one before, and the run fails at its end.
  await Promise.allSettled([report]);
  const alerts = await mediaAlerts(sql, stores, now);
  for (const alert of alerts) await raiseAlert(alert);
  await report;
  return alerts;
}
