import { CHANGES_TOPIC } from '../../functions/src/platform/config.ts';
import { PROJECT } from '../local/project.ts';

/**
 * Number of topics that share the changes, each with a push subscription to the same endpoint. The
 * emulator pushes at most two messages of a subscription at a time, where Pub/Sub pushes thousands: with
 * one topic, a batch could never exceed two messages.
 */
const TOPICS = 64;

const topic = (index: number): string => `projects/${PROJECT}/topics/${CHANGES_TOPIC}-${String(index)}`;

const subscription = (index: number): string => `projects/${PROJECT}/subscriptions/writer-${String(index)}`;

/** Path at which the writer receives messages. */
export const PUSH_PATH = `/projects/${PROJECT}/topics/${CHANGES_TOPIC}`;

/** Topics and push subscriptions in the Pub/Sub emulator, through its REST API. */
export class PushedTopics {
  readonly #host: string;

  private constructor(host: string) {
    this.#host = host;
  }

  /**
   * Creates topics, and subscriptions that push to the endpoint.
   *
   * They have no retry policy, so a nacked message is redelivered after a second. With one, the emulator
   * (0.8.20) can queue a nacked message twice; its redelivery job stops for good at the second copy, and
   * later nacked messages are never pushed again.
   */
  static async create(host: string, pushEndpoint: string): Promise<PushedTopics> {
    const topics = new PushedTopics(host);
    await forEachTopic(async (index) => {
      await topics.#call('PUT', topic(index), {});
      await topics.#call('PUT', subscription(index), {
        topic: topic(index),
        pushConfig: { pushEndpoint },
        ackDeadlineSeconds: 60,
      });
    });
    return topics;
  }

  /** Publishes the messages; returns their ids. */
  async publish(messages: Buffer[]): Promise<string[]> {
    const published = await forEachTopic(async (index) => {
      const share = messages.filter((_, position) => position % TOPICS === index);
      if (share.length === 0) return [];
      const body = { messages: share.map((message) => ({ data: message.toString('base64') })) };
      const { messageIds } = (await this.#call('POST', `${topic(index)}:publish`, body)) as {
        messageIds: string[];
      };
      return messageIds;
    });
    return published.flat();
  }

  /** Deletes the subscriptions. */
  async unsubscribe(): Promise<void> {
    await forEachTopic((index) => this.#call('DELETE', subscription(index)));
  }

  async #call(method: string, path: string, body?: object): Promise<unknown> {
    const response = await fetch(`http://${this.#host}/v1/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!response.ok) {
      throw new Error(
        `the Pub/Sub emulator rejected ${method} ${path}: ${String(response.status)} ${await response.text()}`,
      );
    }
    return response.json();
  }
}

function forEachTopic<T>(work: (index: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: TOPICS }, (_, index) => work(index)));
}
