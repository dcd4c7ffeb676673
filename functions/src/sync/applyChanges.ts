import { logger } from '../platform/logger.ts';
import { onMessagePublished } from 'firebase-functions/pubsub';
import { Invalidator } from '../platform/cache.ts';
import {
  CHANGES_TOPIC,
  databaseUrl,
  firestoreDatabase,
  functionsRegion,
  redisToken,
} from '../platform/config.ts';
import { firestore } from '../platform/firestore.ts';
import { database, isTransient, POOL_SIZE, redactError } from '../platform/postgres.ts';
import { limitConcurrency } from '../platform/concurrency.ts';
import { redis } from '../platform/redis.ts';
import { Batcher, type BatchLimits } from './pipeline/batcher.ts';
import { collectionOf } from '../platform/documents/collection.ts';
import { collections } from './collections/index.ts';
import { ControlReader, isOn, readControlFields } from './control/control.ts';
import type { Outcome } from './pipeline/counts.ts';
import { prepare, type Incoming, type Prepared } from './pipeline/prepare.ts';
import { completed, receive } from './pipeline/receive.ts';
import { tagsOf } from './pipeline/cacheTags.ts';
import { noteWaiting, type WaitingChange } from './control/deferredChanges.ts';
import { Writer } from './pipeline/writer.ts';

/**
 * Messages one instance handles at once: a batch can grow no larger. More of them in one instance
 * rather than more instances, which would only add connections.
 */
export const CONCURRENCY = 1000;

export const BATCH_LIMITS: BatchLimits = {
  items: 250,
  bytes: 4_000_000,
  concurrency: POOL_SIZE,
  lingerMs: 3,
};

/** When a batch has taken this long, it will never end; Pub/Sub waits for a message for a minute. */
const STUCK_MS = 50_000;

/**
 * The writer: applies published changes to Postgres. Invocations that run at the same time share a
 * batch, and each one ends, and so acknowledges its message, only when its batch has committed. When
 * Postgres cannot be reached it throws, and the message comes again.
 */
export const applyChanges = onMessagePublished(
  {
    topic: CHANGES_TOPIC,
    region: functionsRegion,
    retry: true,
    secrets: [databaseUrl, redisToken],
    concurrency: CONCURRENCY,
    maxInstances: 4,
    cpu: 1,
    memory: '1GiB',
  },
  async ({ data: { message } }) => {
    // A message may have attributes alone; then it is no change.
    const data = Buffer.from((message.data as string | undefined) ?? '', 'base64');
    const received = receive(message.messageId, data);
    await refuseWhilePaused(received, message.publishTime);
    const apply = async (): Promise<void> => {
      const incoming = await completed(received, (path) =>
        firestore(firestoreDatabase.value()).doc(path).get(),
      );
      await batcher().add(incoming, incoming.bytes);
    };
    try {
      await (received.change.kind === 'reread' ? rereads(apply) : apply());
    } catch (error) {
      // It will fail again until somebody mends what Postgres lacks: operators have to see that it waits.
      if (!isTransient(error)) await note(received, message.publishTime);
      throw error;
    }
  },
);

/** Large documents in memory at once: read again, and not yet committed. */
const rereads = limitConcurrency(8);

const control = new ControlReader(() => readControlFields(firestore(firestoreDatabase.value())));

/** Gives a message back to Pub/Sub, by throwing, when operators have paused it. */
async function refuseWhilePaused(incoming: Incoming, publishedAt: string): Promise<void> {
  const { id, change } = incoming;
  const path = change.kind === 'unreadable' ? id : change.path;
  if (isOn(await control.current(), tableOf(incoming), path)) return;
  await note(incoming, publishedAt);
  throw new Error(`paused: ${path} waits in Pub/Sub`);
}

/** Notes that a document waits, if Postgres can be reached: it may be the reason. */
async function note(incoming: Incoming, publishedAt: string): Promise<void> {
  const { change } = incoming;
  if (change.kind === 'unreadable') return;
  const { path, version } = change;
  try {
    await waiting().add({ collection: tableOf(incoming), path, version, publishedAt }, path.length);
  } catch (error) {
    logger.warn('a waiting change could not be noted', { path, error: String(error) });
  }
}

function tableOf({ change }: Incoming): string {
  if (change.kind === 'unreadable') return 'unknown';
  return collectionOf(Object.values(collections), change.path)?.collection.table ?? 'unknown';
}

let instance: Batcher<Incoming, Outcome> | undefined;

function batcher(): Batcher<Incoming, Outcome> {
  if (instance === undefined) {
    const writer = new Writer(database(), Object.values(collections));
    instance = new Batcher((batch) => applyAndLog(writer, batch), BATCH_LIMITS);
  }
  return instance;
}

let notes: Batcher<WaitingChange, null> | undefined;

function waiting(): Batcher<WaitingChange, null> {
  return (notes ??= new Batcher(async (batch) => {
    await noteWaiting(database(), batch);
    return batch.map(() => null);
  }, BATCH_LIMITS));
}

let answers: Invalidator | undefined;

/**
 * What the callables may not answer from the cache any more. It does not ask what was applied: a message
 * that comes again is superseded, and may be one whose instance ended before this.
 */
async function invalidate(tags: string[]): Promise<void> {
  await (answers ??= new Invalidator(redis())).touch(tags);
}

async function tagsIn(batch: Prepared[]): Promise<string[]> {
  if (!redis().configured) return [];
  try {
    return await tagsOf(database(), batch);
  } catch (error) {
    // Cached answers end within the hour; what Postgres has against the batch shows when it is written.
    logger.warn('the tags of a batch could not be read', { error: redactError(error) });
    return [];
  }
}

async function applyAndLog(writer: Writer, batch: Incoming[]): Promise<(Outcome | Error)[]> {
  const started = Date.now();
  // A connection that fell silent holds its slot for good. Everything in flight comes again.
  const watchdog = setTimeout(() => {
    logger.error('batch stuck: this instance ends', { messages: batch.length, milliseconds: STUCK_MS });
    process.exit(1);
  }, STUCK_MS);
  const prepared = batch.map((incoming) => prepare(Object.values(collections), incoming));
  const tags = await tagsIn(prepared);
  const outcomes = await writer.write(prepared).finally(() => {
    clearTimeout(watchdog);
  });
  await invalidate(tags);
  const failed = outcomes.filter((outcome) => outcome instanceof Error);
  const deadLettered = batch.filter((_, index) => outcomes[index] === 'dead-lettered');
  const applied = batch.filter((_, index) => outcomes[index] === 'applied');
  // A deletion's version says when the document last changed, not when it was deleted.
  const written = applied.flatMap(({ change }) => (change.kind === 'upsert' ? [change.version] : []));
  logger.info('batch committed', {
    received: batch.length,
    applied: applied.length,
    deadLettered: deadLettered.length,
    failed: failed.length,
    milliseconds: Date.now() - started,
    ...(written.length > 0 && {
      oldestLagMilliseconds: Math.round(Date.now() - Math.min(...written) / 1000),
    }),
  });
  for (const { id, change } of deadLettered) {
    logger.error('dead letter', { messageId: id, path: 'path' in change ? change.path : null });
  }
  return outcomes;
}
