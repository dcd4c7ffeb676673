import type { PubSub, Topic } from '@google-cloud/pubsub';

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
