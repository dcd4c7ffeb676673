import { raise, type Alert } from '../platform/alert.ts';
import type { Firestore } from '../platform/firestore.ts';
import { job } from '../platform/job.ts';
import type { Sql } from '../platform/postgres.ts';
import { collectionOf } from '../platform/documents/collection.ts';
import { HOUR_MS } from '../learning/calendar.ts';
import { collections } from './collections/index.ts';
import { system } from './collections/system.ts';
import { isFullyOn, isTableOn, RETENTION_MS } from './control/control.ts';
import { beat } from './control/heartbeat.ts';
import { DocumentReader } from './pipeline/documentReader.ts';
import { resync, type Target } from './consistency/resync.ts';
import { readStatus, type SyncStatus } from './control/status.ts';
import { Writer } from './pipeline/writer.ts';

/** How old an unapplied change may become before operators hear of it. */
const MAX_UNAPPLIED_SECONDS = 15 * 60;

/** How long ago the last check may be: one night may be missed by a few hours. */
const MAX_CHECK_HOURS = 36;

/** Documents that are read again in one run; the next goes on. */
const MAX_EXPIRED = 2000;

/** How much of the retention is left when operators hear of a pause. */
const PAUSE_MARGIN_SECONDS = 4 * 60 * 60;

/**
 * Every half hour: looks whether the last heartbeat has arrived in Postgres, sends the next one, and
 * raises an alert when changes do not arrive, are late, or are about to be lost in a pause.
 */
export const watchSync = job({
  name: 'watchSync',
  does: 'sends a heartbeat through the pipeline, raises alerts',
  schedule: 'every 30 minutes',
  deadlineHours: 2,
  options: { timeoutSeconds: 300, memory: '512MiB' },
  run: async ({ sql, firestore }) => (await watch(await firestore(), sql)).length,
});

/** Raises the alerts that the present state calls for, and sends a heartbeat. Returns the alerts. */
export async function watch(source: Firestore, sql: Sql): Promise<Alert[]> {
  let status: SyncStatus;
  try {
    status = await readStatus(source, sql);
  } catch (error) {
    const alerts = [unavailable(error)];
    for (const alert of alerts) await raise(alert);
    return alerts;
  }
  const alerts = alertsFor(status);
  for (const alert of alerts) await raise(alert);
  if (!heartbeatWaits(status)) await beat(source);
  await resyncExpired(source, sql, status);
  return alerts;
}

/** What is thrown by a database may name its address: only its code is kept. */
function unavailable(error: unknown): Alert {
  const code = String((error as { code?: string | number }).code ?? '');
  const cause = code === '' && error instanceof Error ? error.message : `code ${code}`;
  return {
    name: 'sync-status-unavailable',
    text: `the state of the synchronisation cannot be read (${cause}): changes wait in Pub/Sub for up to a day. "npm run sync-control" tells when it can`,
    details: { code },
  };
}

/**
 * Reads again the documents whose changes Pub/Sub no longer has, because they waited too long. Those of
 * tables that are still paused keep waiting.
 */
async function resyncExpired(source: Firestore, sql: Sql, { control, waitingIn }: SyncStatus): Promise<void> {
  const all = Object.values(collections);
  const tables = Object.keys(waitingIn).filter((table) => isTableOn(control, table));
  const expired = await sql<{ path: string }[]>`
    select path from deferred_changes
    where waiting_since < ${new Date(Date.now() - RETENTION_MS).toISOString()}
      and collection in (select json_array_elements_text(${JSON.stringify(tables)}::text::json))
    order by waiting_since limit ${MAX_EXPIRED}`;
  if (expired.length === 0) return;
  const targets = expired.flatMap(({ path }): Target[] => {
    const found = collectionOf(all, path);
    return found === null ? [] : [{ ...found, key: found.collection.keyOf(found.params), path }];
  });
  const reader = new DocumentReader(source);
  await resync({ sql, reader, writer: new Writer(sql, all, 'repair') }, targets);
  // What is of no declared collection has nowhere to go, and is in nobody's way.
  const known = new Set(targets.map(({ path }) => path));
  const unknown = expired.filter(({ path }) => !known.has(path)).map(({ path }) => path);
  await sql`
    delete from deferred_changes
    where path in (select json_array_elements_text(${JSON.stringify(unknown)}::text::json))`;
}

/** The alerts that a state calls for. */
export function alertsFor(status: SyncStatus, now: Date = new Date()): Alert[] {
  return [...pauseAlerts(status, now), ...lateAlerts(status), ...checkAlerts(status, now)];
}

function pauseAlerts({ control, oldestUnappliedSeconds }: SyncStatus, now: Date): Alert[] {
  if (isFullyOn(control)) return [];
  const { pausedSince } = control;
  const paused =
    pausedSince === null ? oldestUnappliedSeconds : (now.getTime() - Date.parse(pausedSince)) / 1000;
  if (paused < RETENTION_MS / 1000 - PAUSE_MARGIN_SECONDS) return [];
  const hours = (paused / 3600).toFixed(0);
  const text = `the synchronisation has been paused for ${hours} hours, and Pub/Sub keeps changes for ${String(RETENTION_MS / HOUR_MS)}: resume with "npm run sync-control -- on", which repairs what was lost`;
  return [{ name: 'sync-pause-too-long', text, details: { pausedSeconds: Math.round(paused) } }];
}

/** Whether the last heartbeat has not arrived. */
function heartbeatWaits({ heartbeatAt, lagSeconds }: SyncStatus): boolean {
  return heartbeatAt !== null && lagSeconds === null;
}

/** Only of the tables that are on: what is paused is late on purpose. */
function lateAlerts(status: SyncStatus): Alert[] {
  const { control, heartbeatAt, waitingIn } = status;
  const heartbeatLate = heartbeatWaits(status) && isTableOn(control, system.table);
  const late = Object.entries(waitingIn).filter(([table]) => isTableOn(control, table));
  const oldest = Math.max(
    ...late.map(([, { oldestSeconds }]) => oldestSeconds),
    heartbeatLate ? status.oldestUnappliedSeconds : 0,
  );
  if (oldest < MAX_UNAPPLIED_SECONDS) return [];
  const silent =
    heartbeatLate &&
    Object.values(status.collections).every(({ lastReceivedAt }) => lastReceivedAt < (heartbeatAt ?? ''));
  const age = `${(oldest / 60).toFixed(0)} minutes`;
  const details = { oldestUnappliedSeconds: Math.round(oldest), waiting: status.waiting };
  return [
    silent
      ? {
          name: 'sync-events-stopped',
          text: `no change has arrived in Postgres for ${age}: look for errors of sync-… and applyChanges in the log, then run "npm run verify-sync"`,
          details,
        }
      : {
          name: 'sync-changes-late',
          text: `the oldest change that is not applied is ${age} old: look for errors of applyChanges in the log, and at "npm run sync-control"`,
          details,
        },
  ];
}

function checkAlerts({ checks }: SyncStatus, now: Date): Alert[] {
  const finished = Object.values(checks).map(({ finishedAt }) => Date.parse(finishedAt));
  const hours = (now.getTime() - Math.max(...finished)) / HOUR_MS;
  if (finished.length === 0 || hours < MAX_CHECK_HOURS) return [];
  const text = `Postgres was last compared with Firestore ${hours.toFixed(0)} hours ago: look for errors of checkConsistency in the log, and run "npm run verify-sync"`;
  return [{ name: 'sync-check-overdue', text, details: { hours: Math.round(hours) } }];
}
