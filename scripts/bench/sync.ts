import { POOL_SIZE, type Sql } from '../../functions/src/platform/postgres.ts';
import { Batcher, type BatchLimits } from '../../functions/src/sync/pipeline/batcher.ts';
import { CONCURRENCY } from '../../functions/src/sync/applyChanges.ts';
import { BATCH_LIMITS } from '../../functions/src/sync/pipeline/applyBatch.ts';
import { encodeChange } from '../../functions/src/sync/pipeline/change.ts';
import type { Collection } from '../../functions/src/platform/documents/collection.ts';
import { allCollections } from '../../functions/src/sync/collections/index.ts';
import { decodeMessage } from '../../functions/src/sync/pipeline/decodeMessage.ts';
import type { Outcome } from '../../functions/src/sync/pipeline/outcomes.ts';
import type { IncomingChange } from '../../functions/src/sync/pipeline/prepareChange.ts';
import { Writer } from '../../functions/src/sync/pipeline/writer.ts';
import type { Cleanup } from '../lib/command.ts';
import { progress } from '../lib/progress.ts';
import { emptyTables } from '../sample/database.ts';
import { bareRows } from './bareRows.ts';
import { bareUpserts, runBareUpserts, type BareUpserts } from './bareUpserts.ts';
import { median } from 'simple-statistics';
import type { BenchOptions } from './bench.ts';
import { campusChanges, columnTypes } from './campusChanges.ts';
import { scratchDatabase } from './scratch.ts';

/** The one-message-per-transaction baseline is slow: it gets this share of the changes, in the same mix. */
const SINGLE_SHARE = 0.05;

/** Messages sent one at a time, for each side of the comparison. */
const LONE_MESSAGES = 60;

const COLLECTIONS = allCollections;

/**
 * Throughput of the deployed writer, from message to commit, against (a) the same writer with one
 * message per transaction and (b) bare multi-row upserts of rows mapped and serialised beforehand, in
 * batches of the same size. All use the same number of connections to a Postgres that syncs to disk.
 * Also measures the latency that batching adds to a lone message.
 */
export async function measure(
  cleanup: Cleanup,
  { changes, rounds }: BenchOptions,
): Promise<Record<string, number>> {
  const { sql } = await scratchDatabase(cleanup);

  const upserts = campusChanges(changes);
  const messages = upserts.map((change) => encodeChange(change));
  const few = campusChanges(Math.max(400, changes * SINGLE_SHARE)).map((change) => encodeChange(change));
  const bare = bareUpserts(bareRows(upserts, await columnTypes(sql)), BATCH_LIMITS.items);
  const rates = { batched: [] as number[], single: [] as number[], bare: [] as number[] };
  const bar = progress('Measuring the writer', rounds * 3);
  for (let round = 0; round < rounds; round += 1) {
    rates.batched.push(await writerRate(sql, messages, BATCH_LIMITS));
    bar.update(round * 3 + 1);
    rates.single.push(await writerRate(sql, few, { ...BATCH_LIMITS, items: 1, lingerMs: 0 }));
    bar.update(round * 3 + 2);
    rates.bare.push(await bareRate(sql, bare, upserts.length));
    bar.update(round * 3 + 3);
  }
  bar.stop();
  const wait = await loneWait(sql, messages);

  const perSecond = {
    batched: median(rates.batched),
    single: median(rates.single),
    bare: median(rates.bare),
  };
  console.log(
    `\n${String(upserts.length)} changes over ${String(POOL_SIZE)} connections, median of ${String(rounds)} rounds`,
  );
  console.table({
    writer: { 'changes/s': Math.round(perSecond.batched) },
    '(a) one message per transaction': { 'changes/s': Math.round(perSecond.single) },
    '(b) bare upserts of mapped rows': { 'changes/s': Math.round(perSecond.bare) },
  });
  console.log(`Batching adds ${wait.toFixed(1)} ms to a lone message (median).`);
  return {
    changes_per_s: perSecond.batched,
    vs_single: perSecond.batched / perSecond.single,
    vs_bare_sql: perSecond.batched / perSecond.bare,
    lone_wait_ms: wait,
  };
}

/** Changes per second of the writer, with as many messages in flight as one deployed instance accepts. */
export async function writerRate(
  sql: Sql,
  messages: Buffer[],
  limits: BatchLimits,
  written: readonly Collection[] = COLLECTIONS,
): Promise<number> {
  await emptyTables(sql);
  const writer = new Writer(sql, written);
  const batcher = new Batcher<IncomingChange, Outcome>((batch) => writer.apply(batch), limits);
  const queue = messages.values();
  const started = performance.now();
  await Promise.all(
    Array.from({ length: CONCURRENCY }, async () => {
      for (const message of queue) {
        const incoming = decodeMessage('bench', message);
        const outcome = await batcher.add(incoming, incoming.bytes);
        if (outcome !== 'applied') throw new Error(`a change was ${outcome}`);
      }
    }),
  );
  return (messages.length / (performance.now() - started)) * 1000;
}

async function bareRate(sql: Sql, bare: BareUpserts[], rows: number): Promise<number> {
  await emptyTables(sql);
  const started = performance.now();
  await runBareUpserts(sql, bare);
  return (rows / (performance.now() - started)) * 1000;
}

/** Extra latency of the batcher, in milliseconds, for messages sent one after another. */
async function loneWait(sql: Sql, messages: Buffer[]): Promise<number> {
  await emptyTables(sql);
  const writer = new Writer(sql, COLLECTIONS);
  const batcher = new Batcher<IncomingChange, Outcome>((batch) => writer.apply(batch), BATCH_LIMITS);
  const waits = { batched: [] as number[], direct: [] as number[] };
  for (const [index, message] of sample(messages, LONE_MESSAGES * 2).entries()) {
    const incoming = decodeMessage('bench', message);
    const started = performance.now();
    if (index % 2 === 0) await batcher.add(incoming, incoming.bytes);
    else await writer.apply([incoming]);
    waits[index % 2 === 0 ? 'batched' : 'direct'].push(performance.now() - started);
  }
  return median(waits.batched) - median(waits.direct);
}

/** This many of the items, evenly spread. */
function sample<T>(items: T[], count: number): T[] {
  return items.filter(
    (_, index) =>
      Math.floor((index * count) / items.length) !== Math.floor(((index - 1) * count) / items.length),
  );
}
