import type { TransactionSql } from '../../platform/postgres.ts';

/** What became of a message: exactly one of these, always. */
export type Outcome = 'applied' | 'superseded' | 'dead-lettered';

/** Where changes come from; each is counted apart, so that the counts of events reconcile. */
export type Source = 'events' | 'backfill' | 'repair' | 'replay';

/** One message as it is counted. */
export interface Counted {
  /** The table it belongs to. */
  collection: string;
  outcome: Outcome;
  /** The version of a document's state, which is its commit time; null for everything else. */
  committed: number | null;
}

/** Shards of the counts; more than there are transactions that commit at the same moment. */
const COUNT_SHARDS = 16;

/**
 * Adds a batch to `sync_counts`. Last in its transaction, since the counters stay locked until the
 * commit.
 */
export async function countOutcomes(sql: TransactionSql, source: Source, messages: Counted[]): Promise<void> {
  const byCollection = Map.groupBy(messages, ({ collection }) => collection);
  const rows = [...byCollection].map(([collection, own]) => {
    const of = (outcome: Outcome): number => own.filter((other) => other.outcome === outcome).length;
    const committed = own.flatMap((message) => message.committed ?? []);
    return {
      collection,
      received: own.length,
      applied: of('applied'),
      superseded: of('superseded'),
      dead_lettered: of('dead-lettered'),
      oldest: committed.length > 0 ? committed.reduce((a, b) => Math.min(a, b)) : null,
    };
  });
  const shard = Math.floor(Math.random() * COUNT_SHARDS);
  await sql`
    insert into sync_counts as counts
      (source, collection, shard, received, applied, superseded, dead_lettered, last_received_at, last_lag_seconds)
    select ${source}, collection, ${shard}::smallint, received, applied, superseded, dead_lettered,
      clock_timestamp(), extract(epoch from clock_timestamp()) - oldest / 1e6
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as batch
      (collection text, received bigint, applied bigint, superseded bigint, dead_lettered bigint, oldest bigint)
    order by collection
    on conflict (source, collection, shard) do update set
      received = counts.received + excluded.received,
      applied = counts.applied + excluded.applied,
      superseded = counts.superseded + excluded.superseded,
      dead_lettered = counts.dead_lettered + excluded.dead_lettered,
      last_received_at = excluded.last_received_at,
      last_lag_seconds = coalesce(excluded.last_lag_seconds, counts.last_lag_seconds)`;
}
