import { onSchedule } from 'firebase-functions/scheduler';
import { raise, type Alert } from '../platform/alert.ts';
import { databaseUrl, firestoreDatabase, functionsRegion } from '../platform/config.ts';
import { firestore, type Firestore } from '../platform/firestore.ts';
import { database, isTransient, type Sql } from '../platform/postgres.ts';
import { collectionOf } from './collection.ts';
import { collections } from './collections/index.ts';
import { isFullyOn, RETENTION_MS } from './control.ts';
import { beat, lastHeartbeat } from './heartbeat.ts';
import { DocumentReader } from './documents.ts';
import { resync, type Target } from './resync.ts';
import { readStatus, type SyncStatus } from './status.ts';
import { Writer } from './writer.ts';

/** How old an unapplied change may become before operators hear of it. */
const MAX_UNAPPLIED_SECONDS = 15 * 60;

/** Documents that are read again in one run; the next goes on. */
const MAX_EXPIRED = 5000;

/** How much of the retention is left when operators hear of a pause. */
const PAUSE_MARGIN_SECONDS = 4 * 60 * 60;

/**
 * Every half hour: looks whether the last heartbeat has arrived in Postgres, sends the next one, and
 * raises an alert when changes do not arrive, are late, or are about to be lost in a pause.
 */
export const watchSync = onSchedule(
  {
    schedule: 'every 30 minutes',
    region: functionsRegion,
    secrets: [databaseUrl],
    timeoutSeconds: 120,
    maxInstances: 1,
  },
  async () => {
    await watch(firestore(firestoreDatabase.value()), database());
  },
);

/** Raises the alerts that the present state calls for, and sends a heartbeat. Returns the alerts. */
export async function watch(source: Firestore, sql: Sql): Promise<Alert[]> {
  let alerts: Alert[];
  try {
    const status = await readStatus(source, sql);
    alerts = alertsFor(status);
    if (isFullyOn(status.control)) await resyncExpired(source, sql);
    await beat(source, await lastHeartbeat(source, sql));
  } catch (error) {
    if (!isTransient(error)) throw error;
    alerts = [
      {
        name: 'sync-postgres-unreachable',
        text: 'Postgres or Firestore cannot be reached: changes wait in Pub/Sub for up to a day. Look at the status pages of Neon and Google Cloud, then at "npm run sync-control"',
        details: { code: (error as { code?: string }).code ?? null },
      },
    ];
  }
  for (const alert of alerts) await raise(alert);
  return alerts;
}

/** Reads again the documents whose changes Pub/Sub no longer has, because a pause took too long. */
async function resyncExpired(source: Firestore, sql: Sql): Promise<void> {
  const expired = await sql<{ path: string }[]>`
    select path from waiting_documents
    where waiting_since < ${new Date(Date.now() - RETENTION_MS).toISOString()}
    limit ${MAX_EXPIRED}`;
  const all = Object.values(collections);
  const targets = expired.flatMap(({ path }): Target[] => {
    const found = collectionOf(all, path);
    return found === null ? [] : [{ ...found, key: found.collection.keyOf(found.params), path }];
  });
  const reader = new DocumentReader(source);
  await resync({ sql, reader, writer: new Writer(sql, all, 'repair') }, targets);
}

/** The alerts that a state calls for. */
export function alertsFor(status: SyncStatus, now: Date = new Date()): Alert[] {
  const seconds = Math.round(status.oldestUnappliedSeconds);
  const details = { oldestUnappliedSeconds: seconds, waiting: status.waiting };
  if (!isFullyOn(status.control)) {
    const { pausedSince } = status.control;
    const paused = pausedSince === null ? seconds : (now.getTime() - Date.parse(pausedSince)) / 1000;
    if (paused < RETENTION_MS / 1000 - PAUSE_MARGIN_SECONDS) return [];
    const text = `the synchronisation has been paused for ${(paused / 3600).toFixed(0)} hours, and Pub/Sub keeps changes for ${String(RETENTION_MS / 3_600_000)}: resume with "npm run sync-control -- on", which repairs what was lost`;
    return [{ name: 'sync-pause-too-long', text, details }];
  }
  if (seconds < MAX_UNAPPLIED_SECONDS) return [];
  // A heartbeat is under way, and nothing else has come since.
  const { heartbeatAt } = status;
  const silent =
    heartbeatAt !== null &&
    status.lagSeconds === null &&
    Object.values(status.collections).every(({ lastReceivedAt }) => lastReceivedAt < heartbeatAt);
  const age = `${(seconds / 60).toFixed(0)} minutes`;
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
