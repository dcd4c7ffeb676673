import type { Alert } from '../../platform/alert.ts';
import { HOUR_MS } from '../../learning/calendar.ts';
import { system } from '../collections/system.ts';
import { isFullyOn, isTableOn, RETENTION_MS } from './control.ts';
import type { SyncStatus } from './status.ts';

/** Age of an unapplied change that raises an alert. */
const MAX_UNAPPLIED_SECONDS = 15 * 60;

/** Age of the last check that raises an alert: one night may be missed by a few hours. */
const MAX_CHECK_HOURS = 36;

/** Remaining retention at which a pause raises an alert. */
const PAUSE_MARGIN_SECONDS = 4 * 60 * 60;

/** The alerts that a state calls for. */
export function alertsFor(status: SyncStatus, now: Date = new Date()): Alert[] {
  return [...pauseAlerts(status, now), ...lateAlerts(status), ...checkAlerts(status, now)];
}

/** The alert for a state that cannot be read. Keeps only an error's code: its message may name a host. */
export function unavailableAlert(error: unknown): Alert {
  const code = String((error as { code?: string | number }).code ?? '');
  const cause = code === '' && error instanceof Error ? error.message : `code ${code}`;
  return {
    name: 'sync-status-unavailable',
    text: `the synchronisation state cannot be read (${cause}), and Pub/Sub keeps changes for a day at most: restore access to Postgres and Firestore, then check with "npm run sync-control"`,
    details: { code },
  };
}

/** Whether the last heartbeat has not arrived yet. */
export function isHeartbeatInFlight({ heartbeatAt, lagSeconds }: SyncStatus): boolean {
  return heartbeatAt !== null && lagSeconds === null;
}

function pauseAlerts({ control, oldestUnappliedSeconds }: SyncStatus, now: Date): Alert[] {
  if (isFullyOn(control)) return [];
  const { pausedSince } = control;
  const pausedSeconds =
    pausedSince === null ? oldestUnappliedSeconds : (now.getTime() - Date.parse(pausedSince)) / 1000;
  if (pausedSeconds < RETENTION_MS / 1000 - PAUSE_MARGIN_SECONDS) return [];
  const hours = (pausedSeconds / 3600).toFixed(0);
  const text = `the synchronisation has been paused for ${hours} hours, and Pub/Sub drops changes after ${String(RETENTION_MS / HOUR_MS)}: resume with "npm run sync-control -- on", which repairs any losses`;
  return [{ name: 'sync-pause-too-long', text, details: { pausedSeconds: Math.round(pausedSeconds) } }];
}

/** Covers only tables that are on: paused ones are late by design. */
function lateAlerts(status: SyncStatus): Alert[] {
  const { control, heartbeatAt, deferredByTable } = status;
  const isHeartbeatLate = isHeartbeatInFlight(status) && isTableOn(control, system.table);
  const late = Object.entries(deferredByTable).filter(([table]) => isTableOn(control, table));
  const oldest = Math.max(
    ...late.map(([, { oldestSeconds }]) => oldestSeconds),
    isHeartbeatLate ? status.oldestUnappliedSeconds : 0,
  );
  if (oldest < MAX_UNAPPLIED_SECONDS) return [];
  const isSilent =
    isHeartbeatLate &&
    Object.values(status.collections).every(({ lastReceivedAt }) => lastReceivedAt < (heartbeatAt ?? ''));
  const age = `${(oldest / 60).toFixed(0)} minutes`;
  const details = {
    oldestUnappliedSeconds: Math.round(oldest),
    deferredDocuments: status.deferredDocuments,
  };
  return [
    isSilent
      ? {
          name: 'sync-events-stopped',
          text: `no change has reached Postgres for ${age}: look for errors of sync-… and applyChanges in the log, then run "npm run verify-sync"`,
          details,
        }
      : {
          name: 'sync-changes-late',
          text: `the oldest unapplied change is ${age} old: look for errors of applyChanges in the log, and run "npm run sync-control"`,
          details,
        },
  ];
}

function checkAlerts({ checks }: SyncStatus, now: Date): Alert[] {
  const finished = Object.values(checks).map(({ finishedAt }) => Date.parse(finishedAt));
  const hours = (now.getTime() - Math.max(...finished)) / HOUR_MS;
  if (finished.length === 0 || hours < MAX_CHECK_HOURS) return [];
  const text = `the last consistency check was ${hours.toFixed(0)} hours ago: look for errors of checkConsistency in the log, and run "npm run verify-sync"`;
  return [{ name: 'sync-check-overdue', text, details: { hours: Math.round(hours) } }];
}
