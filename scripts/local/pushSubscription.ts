import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { PROJECT } from './project.ts';

/** Messages taken at a time, and how many such pulls are in flight: a writer's concurrency in all. */
const PULL_SIZE = 250;
const PULLS = 3;

/** Redelivery delay of a nacked message, in seconds: the shortest back-off of a deployed subscription. */
const REDELIVERY_SECONDS = 10;

const ACK_DEADLINE_SECONDS = 60;

/** Pause after a pull that found nothing; the emulator does not wait for messages. */
const IDLE_MS = 200;

interface ReceivedMessage {
  ackId: string;
  message: { messageId: string; publishTime: string; data?: string; attributes?: Record<string, string> };
}

/**
 * Delivers a topic's messages to an event function as Pub/Sub's push subscriptions do: hundreds at a time, each in a
 * request of its own, again after a failure. The emulator's own push subscriptions deliver two at a time, and the
 * functions emulator one per process and never again.
 */
export class PushSubscription {
  readonly #pubsub: string;
  readonly #topic: string;
  readonly #subscription: string;
  readonly #endpoint: { host: string; port: number };
  readonly #agent = new Agent({ keepAlive: true });
  readonly #stopping = new AbortController();
  #pulls: Promise<void>[] = [];

  private constructor(pubsub: string, topic: string, port: number) {
    this.#pubsub = pubsub;
    this.#topic = `projects/${PROJECT}/topics/${topic}`;
    this.#subscription = `projects/${PROJECT}/subscriptions/push-${topic}`;
    this.#endpoint = { host: '127.0.0.1', port };
  }

  /** Creates the topic and the subscription, and starts to deliver to the function on this port. */
  static async start(pubsub: string, topic: string, port: number): Promise<PushSubscription> {
    const subscription = new PushSubscription(pubsub, topic, port);
    await subscription.#call('PUT', subscription.#topic, {});
    await subscription.#call('PUT', subscription.#subscription, {
      topic: subscription.#topic,
      ackDeadlineSeconds: ACK_DEADLINE_SECONDS,
    });
    subscription.#pulls = Array.from({ length: PULLS }, () => subscription.#pullUntilStopped());
    return subscription;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#pulls);
    this.#agent.destroy();
  }

  async #pullUntilStopped(): Promise<void> {
    while (!this.#isStopping()) {
      try {
        if ((await this.#pull()) === 0) await sleep(IDLE_MS);
      } catch (error) {
        // Stopping cancels the request in flight.
        if (this.#isStopping()) return;
        console.error(`warning: messages could not be delivered: ${String(error)}`);
        await sleep(1000);
      }
    }
  }

  #isStopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  /** Delivers what there is; resolves to the number of messages. */
  async #pull(): Promise<number> {
    const pulled = await this.#call('POST', `${this.#subscription}:pull`, { maxMessages: PULL_SIZE });
    const { receivedMessages = [] } = pulled as { receivedMessages?: ReceivedMessage[] };
    const delivered = await Promise.all(receivedMessages.map((received) => this.#deliver(received)));
    const ackIds = receivedMessages.map(({ ackId }) => ackId);
    const acknowledged = ackIds.filter((_, index) => delivered[index]);
    const nacked = ackIds.filter((_, index) => !delivered[index]);
    if (acknowledged.length > 0) {
      await this.#call('POST', `${this.#subscription}:acknowledge`, { ackIds: acknowledged });
    }
    if (nacked.length > 0) {
      const body = { ackIds: nacked, ackDeadlineSeconds: REDELIVERY_SECONDS };
      await this.#call('POST', `${this.#subscription}:modifyAckDeadline`, body);
    }
    return receivedMessages.length;
  }

  /** Resolves to whether the function acknowledged the message. */
  #deliver({ message }: ReceivedMessage): Promise<boolean> {
    const body = Buffer.from(JSON.stringify({ message, subscription: this.#subscription }));
    return new Promise((resolve) => {
      const push = request(
        {
          ...this.#endpoint,
          method: 'POST',
          path: `/${this.#topic}`,
          headers: { 'content-type': 'application/json', 'content-length': body.length },
          agent: this.#agent,
        },
        (response) => {
          response.resume();
          resolve((response.statusCode ?? 503) < 300);
        },
      );
      push.on('error', () => {
        resolve(false);
      });
      push.end(body);
    });
  }

  async #call(method: string, path: string, body: object): Promise<unknown> {
    const response = await fetch(`http://${this.#pubsub}/v1/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: this.#stopping.signal,
    });
    if (!response.ok)
      throw new Error(`${method} ${path}: ${String(response.status)} ${await response.text()}`);
    return response.json();
  }
}
