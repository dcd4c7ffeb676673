import { onMessagePublished } from 'firebase-functions/pubsub';
import { CHANGES_TOPIC, databaseUrl, erasureKey, redisToken } from '../platform/config.ts';
import { isUnavailable } from '../platform/databaseErrors.ts';
import { deployedAs } from '../platform/deployment.ts';
import { withoutContents } from '../platform/withoutContents.ts';
import { deferChange, refuseWhilePaused } from './control/pauseGate.ts';
import { applyInBatch } from './pipeline/applyBatch.ts';
import { decodeMessage } from './pipeline/decodeMessage.ts';
import { withDocument } from './pipeline/withDocument.ts';

/**
 * Messages that one instance handles concurrently; a batch cannot grow larger. Higher concurrency beats
 * more instances, which would only add connections.
 */
export const CONCURRENCY = 1000;

/**
 * Applies published changes to Postgres. Concurrent invocations share a batch, and each one returns, and
 * so acknowledges its message, only when its batch has committed. If Postgres is unreachable it throws,
 * and Pub/Sub redelivers the message.
 */
export const applyChanges = onMessagePublished(
  {
    ...deployedAs('writer'),
    topic: CHANGES_TOPIC,
    retry: true,
    secrets: [databaseUrl, redisToken, erasureKey],
    concurrency: CONCURRENCY,
    maxInstances: 4,
    cpu: 1,
    memory: '1GiB',
  },
  async ({ data: { message } }) => {
    // A message may consist of attributes alone; it is then dead-lettered as unreadable.
    const data = Buffer.from((message.data as string | undefined) ?? '', 'base64');
    const incoming = decodeMessage(message.messageId, data);
    await withoutContents(async () => {
      await refuseWhilePaused(incoming, message.publishTime);
      try {
        await withDocument(incoming, applyInBatch);
      } catch (error) {
        // It fails until an operator fixes what Postgres lacks, so it has to show up as deferred.
        if (!isUnavailable(error)) await deferChange(incoming, message.publishTime);
        throw error;
      }
    });
  },
);
