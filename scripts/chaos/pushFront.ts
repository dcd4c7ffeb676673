import {
  Agent,
  createServer,
  request,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../campus/random.ts';
import type { Cleanup } from '../lib/command.ts';
import type { WriterInstance } from './writerInstance.ts';

/** Share of the pushes that are delivered twice at the same time. */
const DUPLICATED_SHARE = 0.02;

/** Share of the pushes that are delayed, and the maximum delay. */
const DELAYED_SHARE = 0.05;
const MAX_DELAY_MS = 3000;

/**
 * The front end between Pub/Sub and the writers, like Cloud Run's: forwards each push to the next running
 * instance, or responds with 503 if there is none. Duplicates and delays some pushes.
 */
export class PushFront {
  /** Messages forwarded to an instance, including duplicates. */
  deliveries = 0;
  /** Deliveries that an instance acknowledged. */
  acks = 0;
  /** Deliveries that an instance nacked, or during which it died. */
  nacks = 0;
  /** Pushes that arrived while no instance was running. */
  unavailable = 0;
  duplicated = 0;
  delayed = 0;
  /** Pushes without a response yet. */
  inFlight = 0;
  /** Ids of the messages acknowledged at least once. */
  readonly acknowledged = new Set<string>();
  readonly #server: Server;
  readonly #agent = new Agent({ keepAlive: true });
  readonly #instances: WriterInstance[];
  readonly #random: Random;
  #nextInstance = 0;

  private constructor(instances: WriterInstance[], random: Random) {
    this.#instances = instances;
    this.#random = random;
    this.#server = createServer((push, response) => void this.#push(push, response));
  }

  /** Starts listening in front of these instances. */
  static async start(cleanup: Cleanup, instances: WriterInstance[], random: Random): Promise<PushFront> {
    const front = new PushFront(instances, random);
    front.#server.listen(0, '127.0.0.1');
    await once(front.#server, 'listening');
    cleanup(() => front.#stop());
    return front;
  }

  /** The URL to push messages to. */
  endpoint(path: string): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}${path}`;
  }

  async #push(push: IncomingMessage, response: ServerResponse): Promise<void> {
    this.inFlight += 1;
    const body = await buffer(push);
    const isDuplicated = this.#random.chance(DUPLICATED_SHARE);
    if (this.#random.chance(DELAYED_SHARE)) {
      this.delayed += 1;
      await sleep(this.#random.integer(0, MAX_DELAY_MS));
    }
    const deliveries = [this.#deliver(push, body)];
    if (isDuplicated) {
      this.duplicated += 1;
      deliveries.push(this.#deliver(push, body));
    }
    // Pub/Sub knows of the first delivery only, and gets its response.
    const [status = 503] = await Promise.all(deliveries);
    response.writeHead(status).end();
    this.inFlight -= 1;
  }

  /** Forwards the message to the next running instance; resolves to the status of its response. */
  async #deliver(push: IncomingMessage, body: Buffer): Promise<number> {
    const running = this.#instances.filter((instance) => instance.isReady);
    const instance = running[(this.#nextInstance += 1) % running.length];
    if (instance === undefined) {
      this.unavailable += 1;
      return 503;
    }
    this.deliveries += 1;
    const status = await this.#forward(instance.port, push, body);
    if (status < 300) {
      this.acks += 1;
      const { message } = JSON.parse(body.toString()) as { message: { messageId: string } };
      this.acknowledged.add(message.messageId);
    } else {
      this.nacks += 1;
    }
    return status;
  }

  #forward(port: number, { method, url, headers }: IncomingMessage, body: Buffer): Promise<number> {
    return new Promise((resolve) => {
      const forwarded = request(
        {
          host: '127.0.0.1',
          port,
          method,
          path: url,
          headers: { ...headers, 'content-length': body.length },
          agent: this.#agent,
        },
        (reply) => {
          reply.resume();
          resolve(reply.statusCode ?? 503);
        },
      );
      forwarded.on('error', () => {
        resolve(503);
      });
      forwarded.end(body);
    });
  }

  async #stop(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
    this.#agent.destroy();
  }
}
