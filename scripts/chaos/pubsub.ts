import { PROJECT } from '../stack/emulators.ts';
import { CHANGES_TOPIC } from '../../functions/src/platform/config.ts';

/** The topic's path, as Pub/Sub names it in a push. */
export const TOPIC = `projects/${PROJECT}/topics/${CHANGES_TOPIC}`;
const SUBSCRIPTION = `projects/${PROJECT}/subscriptions/writer`;

/** The topic and the writer's subscription in the emulator, over its REST interface. */
export class PubSubTopic {
  readonly #host: string;

  private constructor(host: string) {
    this.#host = host;
  }

  /** Creates the topic, and a subscription that pushes to the endpoint and repeats what it refuses. */
  static async create(host: string, pushEndpoint: string): Promise<PubSubTopic> {
    const topic = new PubSubTopic(host);
    await topic.#call('PUT', TOPIC, {});
    await topic.#call('PUT', SUBSCRIPTION, {
      topic: TOPIC,
      pushConfig: { pushEndpoint },
      ackDeadlineSeconds: 60,
      retryPolicy: { minimumBackoff: '0.1s', maximumBackoff: '2s' },
    });
    return topic;
  }

  /** Publishes the messages in one request; returns their ids. */
  async publish(messages: Buffer[]): Promise<string[]> {
    const body = { messages: messages.map((message) => ({ data: message.toString('base64') })) };
    const { messageIds } = (await this.#call('POST', `${TOPIC}:publish`, body)) as { messageIds: string[] };
    return messageIds;
  }

  /** Ends the pushes. */
  async unsubscribe(): Promise<void> {
    await this.#call('DELETE', SUBSCRIPTION);
  }

  async #call(method: string, path: string, body?: object): Promise<unknown> {
    const response = await fetch(`http://${this.#host}/v1/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!response.ok)
      throw new Error(
        `Pub/Sub refuses ${method} ${path}: ${String(response.status)} ${await response.text()}`,
      );
    return response.json();
  }
}
