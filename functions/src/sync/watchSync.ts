import { alertWebhookUrl, databaseUrl, erasureKey, redisToken } from '../platform/config.ts';
import { raiseAlert, type Alert } from '../platform/alert.ts';
import type { Firestore } from '../platform/firestore.ts';
import { job } from '../platform/job.ts';
import type { Sql } from '../platform/postgres.ts';
import { allCollections } from './collections/index.ts';
import { resyncExpired } from './consistency/resyncExpired.ts';
import { alertsFor, isHeartbeatInFlight, unavailableAlert } from './control/alerts.ts';
import { isTableOn } from './control/control.ts';
import { sendHeartbeat } from './control/heartbeat.ts';
import { readStatus, type SyncStatus } from './control/status.ts';
import { hideRefused } from './deadLetters/hideRefused.ts';

/**
 * Watches the pipeline every half hour: sends a heartbeat once the last one has arrived in Postgres, and
 * raises an alert if changes stop arriving, are late, or are about to be lost in a pause. Hides what a document that has
 * been refused for a day said before.
 */
export const watchSync = job({
  name: 'watchSync',
  does: 'sends a heartbeat through the pipeline, raises alerts',
  schedule: '*/30 * * * *',
  needsFirestore: true,
  deadlineHours: 2,
  options: {
    secrets: [databaseUrl, alertWebhookUrl, redisToken, erasureKey],
    timeoutSeconds: 300,
    memory: '512MiB',
  },
  run: async ({ sql, firestore }) => (await watch(await firestore(), sql)).length,
});

/** Raises the alerts that the current state calls for, and sends a heartbeat. Returns the alerts. */
export async function watch(source: Firestore, sql: Sql): Promise<Alert[]> {
  let status: SyncStatus;
  try {
    status = await readStatus(source, sql);
  } catch (error) {
    const alert = unavailableAlert(error);
    await raiseAlert(alert);
    return [alert];
  }
  const alerts = alertsFor(status);
  for (const alert of alerts) await raiseAlert(alert);
  if (!isHeartbeatInFlight(status)) await sendHeartbeat(source);
  await resyncExpired(source, sql, status);
  await hideRefused(
    sql,
    allCollections.filter(({ table }) => isTableOn(status.control, table)),
  );
  return alerts;
}
