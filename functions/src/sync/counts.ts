import type { TransactionSql } from '../platform/postgres.ts';

/** What became of a message: exactly one of these, always. */
export type Outcome = 'applied' | 'superseded' | 'dead-lettered';

/** Shards of the counts; more than there are transactions that commit at the same moment. */
const COUNT_SHARDS = 16;

/**
 * Adds a batch to `sync_counts`: for each message the collection it names and its outcome. Last in its
 * transaction, since the counters stay locked until the commit.
 */
export async function countOutcomes(
  sql: TransactionSql,
  names: string[],
  outcomes: Outcome[],
): Promise<void> {
  const rows = [...new Set(names)].map((collection) => {
    const own = outcomes.filter((_, index) => names[index] === collection);
    const of = (outcome: Outcome): number => own.filter((other) => other === outcome).length;
    return {
      collection,
      received: own.length,
      applied: of('applied'),
      superseded: of('superseded'),
      dead_lettered: of('dead-lettered'),
    };
  });
  const shard = Math.floor(Math.random() * COUNT_SHARDS);
  await sql`
    insert into sync_counts as counts (collection, shard, received, applied, superseded, dead_lettered)
    select collection, ${shard}::smallint, received, applied, superseded, dead_lettered
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as batch
      (collection text, received bigint, applied bigint, superseded bigint, dead_lettered bigint)
    order by collection
    on conflict (collection, shard) do update set
      received = counts.received + excluded.received,
      applied = counts.applied + excluded.applied,
      superseded = counts.superseded + excluded.superseded,
      dead_lettered = counts.dead_lettered + excluded.dead_lettered`;
}
