import type { Firestore } from '../../platform/firestore.ts';
import type { Sql } from '../../platform/postgres.ts';
import { parseControl, readControlFields, type Control } from './control.ts';
import { readHeartbeat } from './heartbeat.ts';
import {
  readCounts,
  readDeadLetterCounts,
  readDeferredCounts,
  readLastChecks,
  type CollectionCounts,
  type DeferredCounts,
  type LastCheck,
} from './statusQueries.ts';

/** The state of the synchronisation; ages and lags in seconds, times as RFC 3339. */
export interface SyncStatus {
  control: Control;
  /** Time the last heartbeat took from Firestore to Postgres; null while it is in flight. */
  lagSeconds: number | null;
  /** When the last heartbeat was written; null before the first. */
  heartbeatAt: string | null;
  /** Age of the oldest change known to be unapplied; 0 if there is none. */
  oldestUnappliedSeconds: number;
  /** Documents with delivered changes that stay in Pub/Sub, paused or not accepted by Postgres. */
  deferredDocuments: number;
  /** The same by table, with the age of the oldest. */
  deferredByTable: Record<string, DeferredCounts>;
  /** Documents whose newest state cannot be applied, open and discarded. */
  deadLetters: { open: number; discarded: number };
  /** Live changes by table. */
  collections: Record<string, CollectionCounts>;
  /** Whether received = applied + superseded + dead-lettered in every collection. */
  reconciled: boolean;
  /** The last check of each collection. */
  checks: Record<string, LastCheck>;
}

/** Reads the state of the synchronisation. @throws if Firestore or Postgres is unreachable. */
export async function readStatus(firestore: Firestore, sql: Sql): Promise<SyncStatus> {
  const [control, heartbeat, deferredByTable, deadLetters, counts, checks] = await Promise.all([
    readControlFields(firestore).then(parseControl),
    readHeartbeat(firestore, sql),
    readDeferredCounts(sql),
    readDeadLetterCounts(sql),
    readCounts(sql),
    readLastChecks(sql),
  ]);
  const isHeartbeatInFlight = heartbeat !== null && heartbeat.lagSeconds === null;
  const deferred = Object.values(deferredByTable);
  return {
    control,
    lagSeconds: heartbeat?.lagSeconds ?? null,
    heartbeatAt: heartbeat?.sentAt.toISOString() ?? null,
    oldestUnappliedSeconds: Math.max(
      isHeartbeatInFlight ? secondsSince(heartbeat.sentAt) : 0,
      ...deferred.map(({ oldestSeconds }) => oldestSeconds),
    ),
    deferredDocuments: deferred.reduce((sum, { documents }) => sum + documents, 0),
    deferredByTable,
    deadLetters,
    collections: counts,
    reconciled: Object.values(counts).every(
      ({ received, applied, superseded, deadLettered }) => received === applied + superseded + deadLettered,
    ),
    checks,
  };
}

/** Bounds of the grace period in seconds; Pub/Sub waits up to ten minutes before it redelivers. */
const GRACE_PERIOD_SECONDS = { min: 60, max: 11 * 60 };

/** How long a check should give changes to arrive, in milliseconds: twice the largest lag of the last hour. */
export function gracePeriodMs({ collections, lagSeconds, oldestUnappliedSeconds }: SyncStatus): number {
  const recent = Object.values(collections).filter(
    ({ lastReceivedAt }) => secondsSince(new Date(lastReceivedAt)) < 3600,
  );
  const lags = [lagSeconds ?? 0, oldestUnappliedSeconds, ...recent.map((counts) => counts.lagSeconds ?? 0)];
  const { min, max } = GRACE_PERIOD_SECONDS;
  return Math.min(Math.max(min, 2 * Math.max(...lags)), max) * 1000;
}

function secondsSince(time: Date): number {
  return Math.max((Date.now() - time.getTime()) / 1000, 0);
}
