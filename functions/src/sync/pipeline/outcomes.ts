import type { TransactionSql } from '../../platform/postgres.ts';

/** How a message ended: exactly one of these, always. */
export type Outcome = 'applied' | 'superseded' | 'dead-lettered';

/** Where changes come from. Each source has its own counts, so that those of live events reconcile. */
export type ChangeSource = 'events' | 'backfill' | 'repair' | 'replay';

/** A message with its outcome, for {@link countOutcomes}. */
export interface CountedMessage {
  /** The table it belongs to. */
  collection: string;
  outcome: Outcome;
  /** Version of a live document state, which is its commit time; null for any other message. */
  committed: number | null;
}

/** Shards of the counts: more than the number of transactions that commit at the same moment. */
const COUNT_SHARDS = 16;

/**
 * Adds a batch to `sync_counts`. Call it last in its transaction, because the counters stay locked until
 * the commit.
 */
export async function countOutcomes(
  sql: TransactionSql,
  source: ChangeSource,
  messages: CountedMessage[],
): Promise<void> {
  const byCollection = Map.groupBy(messages, ({ collection }) => collection);
  const rows = [...byCollection].map(([collection, counted]) => {
    const count = (outcome: Outcome): number =>
      counted.filter((message) => message.outcome === outcome).length;
    const committed = counted.flatMap((message) => message.committed ?? []);
    return {
      collection,
      received: counted.length,
      applied: count('applied'),
      superseded: count('superseded'),
      dead_lettered: count('dead-lettered'),
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
