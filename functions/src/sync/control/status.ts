import { z } from 'zod';
import { count, time } from '../../platform/output.ts';
import type { Firestore } from '../../platform/firestore.ts';
import type { Sql } from '../../platform/postgres.ts';
import { parseControl, readControlFields, type Control } from './control.ts';
import { readHeartbeat } from './heartbeat.ts';
import {
  collectionCounts,
  deferredCounts,
  lastCheck,
  readCounts,
  readDeadLetterCounts,
  readDeferredCounts,
  readLastChecks,
} from './statusQueries.ts';

/** The state of the synchronisation, besides what its control document says. */
export const statusFields = {
  lagSeconds: z
    .number()
    .nonnegative()
    .nullable()
    .describe(
      'How long the last heartbeat took from Firestore to Postgres, in seconds; null while it is on its way.',
    ),
  heartbeatAt: time.nullable().describe('When the last heartbeat was written; null before the first.'),
  oldestUnappliedSeconds: z
    .number()
    .nonnegative()
    .describe('The age of the oldest change known to be unapplied, in seconds; 0 if there is none.'),
  deferredDocuments: count.describe('Documents with changes that a pause or an error holds up.'),
  deferredByTable: z.record(z.string(), deferredCounts),
  deadLetters: z
    .strictObject({ open: count, discarded: count })
    .meta({ id: 'DeadLetterCounts', description: 'Documents whose newest state cannot be applied.' }),
  collections: z.record(z.string(), collectionCounts).describe('Live changes by table.'),
  reconciled: z
    .boolean()
    .describe('Whether received = applied + superseded + dead-lettered in every collection.'),
  checks: z.record(z.string(), lastCheck).describe('The last comparison by table.'),
};

/** The state of the synchronisation. */
export interface SyncStatus extends z.infer<z.ZodObject<typeof statusFields>> {
  control: Control;
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
