import type { Firestore } from '../../platform/firestore.ts';
import type { Sql } from '../../platform/postgres.ts';
import { parseControl, readControlFields, type Control } from './control.ts';
import { lastHeartbeat } from './heartbeat.ts';

/** The state of the synchronisation; ages and lags in seconds, times as RFC 3339. */
export interface SyncStatus {
  control: Control;
  /** How long the last heartbeat took from Firestore to Postgres; null while it is on its way. */
  lagSeconds: number | null;
  /** When the last heartbeat was written; null before the first. */
  heartbeatAt: string | null;
  /** Age of the oldest change known not to be applied; 0 when none is. */
  oldestUnappliedSeconds: number;
  /** Documents whose changes wait in Pub/Sub, paused or refused by Postgres, as far as they were delivered. */
  waiting: number;
  /** The same by table, with the age of the oldest. */
  waitingIn: Record<string, { documents: number; oldestSeconds: number }>;
  /** Documents whose newest state cannot be applied; and those that were given up. */
  deadLetters: { open: number; discarded: number };
  /** Live changes by table. */
  collections: Record<string, CollectionCounts>;
  /** Whether in every collection received = applied + superseded + dead-lettered. */
  reconciled: boolean;
  /** The last check of each collection. */
  checks: Record<string, LastCheck>;
}

interface CollectionCounts {
  received: number;
  applied: number;
  superseded: number;
  deadLettered: number;
  lastReceivedAt: string;
  /** How old the oldest document state in the last batch was when it was applied. */
  lagSeconds: number | null;
}

interface LastCheck {
  finishedAt: string;
  documents: number;
  inconsistent: number;
  repaired: number;
  billedReads: number;
}

/** Reads the state of the synchronisation. @throws when Firestore or Postgres cannot be reached. */
export async function readStatus(firestore: Firestore, sql: Sql): Promise<SyncStatus> {
  const [control, heartbeat, waiting, deadLetters, counts, checks] = await Promise.all([
    readControlFields(firestore).then(parseControl),
    lastHeartbeat(firestore, sql),
    readWaiting(sql),
    readDeadLetters(sql),
    readCounts(sql),
    readChecks(sql),
  ]);
  const late = heartbeat !== null && heartbeat.lagSeconds === null ? secondsSince(heartbeat.sentAt) : 0;
  const waits = Object.values(waiting);
  return {
    control,
    lagSeconds: heartbeat?.lagSeconds ?? null,
    heartbeatAt: heartbeat?.sentAt.toISOString() ?? null,
    oldestUnappliedSeconds: Math.max(late, ...waits.map(({ oldestSeconds }) => oldestSeconds)),
    waiting: waits.reduce((sum, { documents }) => sum + documents, 0),
    waitingIn: waiting,
    deadLetters,
    collections: counts,
    reconciled: Object.values(counts).every(
      ({ received, applied, superseded, deadLettered }) => received === applied + superseded + deadLettered,
    ),
    checks,
  };
}

/** Changes are given at least and at most so long to arrive, in seconds; Pub/Sub waits up to ten minutes. */
const SETTLE = { least: 60, most: 11 * 60 };

/** How long a change may take to arrive at present, in milliseconds: twice the lags of the last hour. */
export function settleMs({ collections, lagSeconds, oldestUnappliedSeconds }: SyncStatus): number {
  const recent = Object.values(collections).filter(
    ({ lastReceivedAt }) => secondsSince(new Date(lastReceivedAt)) < 3600,
  );
  const lags = [lagSeconds ?? 0, oldestUnappliedSeconds, ...recent.map((counts) => counts.lagSeconds ?? 0)];
  return Math.min(Math.max(SETTLE.least, 2 * Math.max(...lags)), SETTLE.most) * 1000;
}

function secondsSince(time: Date): number {
  return Math.max((Date.now() - time.getTime()) / 1000, 0);
}

async function readWaiting(sql: Sql): Promise<SyncStatus['waitingIn']> {
  const rows = await sql<{ collection: string; documents: number; oldest: number }[]>`
    select collection, count(*)::integer as documents,
      greatest(extract(epoch from now() - min(waiting_since)), 0)::double precision as oldest
    from deferred_changes group by collection order by collection`;
  return Object.fromEntries(
    rows.map(({ collection, documents, oldest }) => [collection, { documents, oldestSeconds: oldest }]),
  );
}

async function readDeadLetters(sql: Sql): Promise<SyncStatus['deadLetters']> {
  const [row] = await sql<{ open: number; discarded: number }[]>`
    select count(*) filter (where discarded_at is null)::integer as open,
      count(*) filter (where discarded_at is not null)::integer as discarded
    from dead_letters`;
  return { open: row?.open ?? 0, discarded: row?.discarded ?? 0 };
}

async function readCounts(sql: Sql): Promise<SyncStatus['collections']> {
  const rows = await sql<
    (Record<'received' | 'applied' | 'superseded' | 'dead_lettered', string> & {
      collection: string;
      last_received_at: Date;
      lag: number | null;
    })[]
  >`
    select collection, sum(received) as received, sum(applied) as applied, sum(superseded) as superseded,
      sum(dead_lettered) as dead_lettered, max(last_received_at) as last_received_at,
      (array_agg(last_lag_seconds order by last_received_at desc))[1] as lag
    from sync_counts where source = 'events' group by collection order by collection`;
  return Object.fromEntries(
    rows.map((row) => [
      row.collection,
      {
        received: Number(row.received),
        applied: Number(row.applied),
        superseded: Number(row.superseded),
        deadLettered: Number(row.dead_lettered),
        lastReceivedAt: row.last_received_at.toISOString(),
        lagSeconds: row.lag,
      },
    ]),
  );
}

async function readChecks(sql: Sql): Promise<SyncStatus['checks']> {
  const rows = await sql<
    (Record<'documents' | 'inconsistent' | 'repaired' | 'billed_reads', string> & {
      collection: string;
      finished_at: Date;
    })[]
  >`
    select distinct on (collection) collection, finished_at, documents, missing + stale + extra as inconsistent,
      repaired, billed_reads
    from consistency_checks order by collection, id desc`;
  return Object.fromEntries(
    rows.map((row) => [
      row.collection,
      {
        finishedAt: row.finished_at.toISOString(),
        documents: Number(row.documents),
        inconsistent: Number(row.inconsistent),
        repaired: Number(row.repaired),
        billedReads: Number(row.billed_reads),
      },
    ]),
  );
}
