import { CHANGES_TOPIC } from '../../functions/src/platform/config.ts';
import { PROJECT } from '../local/emulators.ts';

/**
 * Topics that the changes are spread over, each with a push subscription to the same endpoint. The
 * emulator has no more than two messages of a subscription on their way at a time, where Pub/Sub
 * has thousands: with one topic a batch could never hold more than two.
 */
const TOPICS = 64;

const topic = (index: number): string => `projects/${PROJECT}/topics/${CHANGES_TOPIC}-${String(index)}`;

const subscription = (index: number): string => `projects/${PROJECT}/subscriptions/writer-${String(index)}`;

/** Path under which the writer takes its messages. */
export const PUSH_PATH = `/projects/${PROJECT}/topics/${CHANGES_TOPIC}`;

/** Topics and push subscriptions in the Pub/Sub emulator, over its REST interface. */
export class PushedTopics {
  readonly #host: string;

  private constructor(host: string) {
    this.#host = host;
  }

  /**
   * Creates topics, and subscriptions that push to the endpoint.
   *
   * They have no retry policy, so a message that was refused comes again after a second. With one, the
   * emulator (0.8.20) puts a refused message on a list that may then hold it twice; the job that
   * works this list off ends at the second one, for good, and whatever is refused after that is
   * never pushed again.
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
      const own = messages.filter((_, place) => place % TOPICS === index);
      if (own.length === 0) return [];
      const body = { messages: own.map((message) => ({ data: message.toString('base64') })) };
      const { messageIds } = (await this.#call('POST', `${topic(index)}:publish`, body)) as {
        messageIds: string[];
      };
      return messageIds;
    });
    return published.flat();
  }

  /** Ends the pushes. */
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
        `Pub/Sub refuses ${method} ${path}: ${String(response.status)} ${await response.text()}`,
      );
    }
    return response.json();
  }
}

function forEachTopic<T>(work: (index: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: TOPICS }, (_, index) => work(index)));
}
