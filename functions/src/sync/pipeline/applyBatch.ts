import { logger } from '../../platform/logger.ts';
import { database, POOL_SIZE } from '../../platform/postgres.ts';
import { allCollections } from '../collections/index.ts';
import { Batcher, type BatchLimits } from './batcher.ts';
import { invalidateCache, readCacheTags } from './cacheInvalidation.ts';
import type { Outcome } from './outcomes.ts';
import { prepareChange, type IncomingChange } from './prepareChange.ts';
import { requestDailyLimits } from './requestDailyLimits.ts';
import { Writer } from './writer.ts';

export const BATCH_LIMITS: BatchLimits = {
  items: 250,
  bytes: 4_000_000,
  concurrency: POOL_SIZE,
  lingerMs: 3,
};

/** A batch that takes this long will never end; Pub/Sub waits 60 seconds for an acknowledgement. */
const STUCK_BATCH_MS = 50_000;

let batcher: Batcher<IncomingChange, Outcome> | undefined;

/**
 * Applies a change as part of this instance's next batch. Resolves to its outcome once the batch has
 * committed.
 *
 * @throws what Postgres threw, if the message must be redelivered.
 */
export function applyInBatch(incoming: IncomingChange): Promise<Outcome> {
  if (batcher === undefined) {
    const writer = new Writer(database(), allCollections);
    batcher = new Batcher((batch) => applyBatch(writer, batch), BATCH_LIMITS);
  }
  return batcher.add(incoming, incoming.bytes);
}

async function applyBatch(writer: Writer, batch: IncomingChange[]): Promise<(Outcome | Error)[]> {
  const startedAt = Date.now();
  const watchdog = startWatchdog(batch.length);
  const prepared = batch.map((incoming) => prepareChange(allCollections, incoming));
  const tags = await readCacheTags(prepared);
  const outcomes = await writer.write(prepared).finally(() => {
    clearTimeout(watchdog);
  });
  await invalidateCache([...tags].flatMap(([change, names]) => (writer.leftAnswers(change) ? [] : names)));
  await requestDailyLimits(writer.takeLimitsReached());
  logBatch(batch, outcomes, startedAt);
  return outcomes;
}

/**
 * Ends the instance if the batch never ends: a silently broken connection would occupy its pool slot for
 * good. Pub/Sub redelivers everything in flight.
 */
function startWatchdog(messages: number): NodeJS.Timeout {
  return setTimeout(() => {
    logger.error('batch stuck, exiting', { messages, milliseconds: STUCK_BATCH_MS });
    process.exit(1);
  }, STUCK_BATCH_MS);
}

function logBatch(batch: IncomingChange[], outcomes: (Outcome | Error)[], startedAt: number): void {
  const withOutcome = (outcome: Outcome): IncomingChange[] =>
    batch.filter((_, index) => outcomes[index] === outcome);
  const applied = withOutcome('applied');
  const deadLettered = withOutcome('dead-lettered');
  // The version of a deletion is the time of the document's last write, not of the deletion.
  const commitTimes = applied.flatMap(({ change }) => (change.kind === 'upsert' ? [change.version] : []));
  logger.info('batch committed', {
    received: batch.length,
    applied: applied.length,
    deadLettered: deadLettered.length,
    failed: outcomes.filter((outcome) => outcome instanceof Error).length,
    milliseconds: Date.now() - startedAt,
    ...(commitTimes.length > 0 && {
      oldestLagMilliseconds: Math.round(Date.now() - Math.min(...commitTimes) / 1000),
    }),
  });
  for (const { id, change } of deadLettered) {
    logger.error('dead letter', { messageId: id, path: 'path' in change ? change.path : null });
  }
}
