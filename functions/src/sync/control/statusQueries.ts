import { z } from 'zod';
import { count, time } from '../../platform/output.ts';
import type { Sql } from '../../platform/postgres.ts';

const seconds = z.number().nonnegative();

/** Documents of one table with deferred changes. */
export const deferredCounts = z
  .strictObject({
    documents: count,
    oldestSeconds: seconds.describe('The age of the oldest change, in seconds.'),
  })
  .meta({
    id: 'DeferredCounts',
    description: 'Documents of one table with changes that a pause or an error holds up.',
  });

/** Live changes of one table. */
export const collectionCounts = z
  .strictObject({
    received: count,
    applied: count,
    superseded: count.describe('Older than what was applied already.'),
    deadLettered: count,
    lastReceivedAt: time,
    lagSeconds: seconds
      .nullable()
      .describe(
        'How old the oldest change of the last batch was when it was applied, in seconds; null if unknown.',
      ),
  })
  .meta({ id: 'CollectionCounts', description: 'Live changes of one table, and what became of them.' });

/** Results of the last check of one table. */
export const lastCheck = z
  .strictObject({
    finishedAt: time,
    documents: count,
    inconsistent: count.describe('Documents that were missing, stale or extra in Postgres.'),
    repaired: count,
    billedReads: count.describe('The reads of Firestore that it cost.'),
  })
  .meta({ id: 'ConsistencyCheck', description: 'The last comparison of one table with Firestore.' });

type DeferredCounts = z.infer<typeof deferredCounts>;
type CollectionCounts = z.infer<typeof collectionCounts>;
type LastCheck = z.infer<typeof lastCheck>;

/** Reads how many documents have deferred changes, by table. */
export async function readDeferredCounts(sql: Sql): Promise<Record<string, DeferredCounts>> {
  const rows = await sql<{ collection: string; documents: number; oldest: number }[]>`
    select collection, count(*)::integer as documents,
      greatest(extract(epoch from now() - min(deferred_since)), 0)::double precision as oldest
    from deferred_changes group by collection order by collection`;
  return Object.fromEntries(
    rows.map(({ collection, documents, oldest }) => [collection, { documents, oldestSeconds: oldest }]),
  );
}

/** Counts dead letters. */
export async function readDeadLetterCounts(sql: Sql): Promise<{ open: number; discarded: number }> {
  const [row] = await sql<{ open: number; discarded: number }[]>`
    select count(*) filter (where discarded_at is null)::integer as open,
      count(*) filter (where discarded_at is not null)::integer as discarded
    from dead_letters`;
  return { open: row?.open ?? 0, discarded: row?.discarded ?? 0 };
}

/** Reads the counts of live changes, by table. */
export async function readCounts(sql: Sql): Promise<Record<string, CollectionCounts>> {
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

/** Reads the last check of each table. */
export async function readLastChecks(sql: Sql): Promise<Record<string, LastCheck>> {
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
