import type { PubSub, Topic } from '@google-cloud/pubsub';
import { logger } from './logger.ts';

let client: PubSub | undefined;
const topics = new Map<string, Topic>();

/**
 * Publishes a message and resolves once Pub/Sub has stored it. Messages that concurrent invocations publish within
 * 2 ms share a request. Loads the client on first use: it is by far the largest dependency of the suite.
 */
export async function publish(topicName: string, data: Buffer): Promise<void> {
  let topic = topics.get(topicName);
  if (topic === undefined) {
    const { PubSub } = await import('@google-cloud/pubsub');
    client ??= new PubSub();
    topic = client.topic(topicName, { batching: { maxMilliseconds: 2, maxMessages: 100 } });
    topics.set(topicName, topic);
  }
  await topic.publishMessage({ data });
}

/** Publishes a request that is made again, or made good, if it gets lost: a failure is logged, and never rejects. */
export async function publishRequest(topic: string, message: Record<string, string>): Promise<void> {
  try {
    await publish(topic, Buffer.from(JSON.stringify(message)));
  } catch (error) {
    logger.warn('request failed', { topic, ...message, error: String(error) });
  }
}
