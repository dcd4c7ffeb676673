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

/** Share of the pushes that reach both instances at the same time. */
const DUPLICATED = 0.02;

/** Share of the pushes that are held back, and for how long at most. */
const HELD = 0.05;
const HELD_MS = 3000;

/**
 * What stands between Pub/Sub and the writers, as Cloud Run's front end does: hands each push to the
 * next instance that is up, and answers 503 when there is none. Duplicates and reorders some.
 */
export class PushFront {
  /** Messages handed to an instance, duplicates included. */
  deliveries = 0;
  /** Deliveries that an instance confirmed. */
  acks = 0;
  /** Deliveries that an instance refused, or died over. */
  nacks = 0;
  /** Pushes that no instance was there for. */
  turnedAway = 0;
  duplicated = 0;
  held = 0;
  /** Pushes that are not answered yet. */
  unanswered = 0;
  /** Ids of the messages that were confirmed at least once. */
  readonly acknowledged = new Set<string>();
  readonly #server: Server;
  readonly #agent = new Agent({ keepAlive: true });
  readonly #instances: WriterInstance[];
  readonly #random: Random;
  #turn = 0;

  private constructor(instances: WriterInstance[], random: Random) {
    this.#instances = instances;
    this.#random = random;
    this.#server = createServer((push, response) => void this.#push(push, response));
  }

  /** Starts to listen, in front of these instances. */
  static async start(cleanup: Cleanup, instances: WriterInstance[], random: Random): Promise<PushFront> {
    const front = new PushFront(instances, random);
    front.#server.listen(0, '127.0.0.1');
    await once(front.#server, 'listening');
    cleanup(() => front.#stop());
    return front;
  }

  /** The address to push messages to. */
  endpoint(path: string): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}${path}`;
  }

  async #push(push: IncomingMessage, response: ServerResponse): Promise<void> {
    this.unanswered += 1;
    const body = await buffer(push);
    const twice = this.#random.chance(DUPLICATED);
    if (this.#random.chance(HELD)) {
      this.held += 1;
      await sleep(this.#random.integer(0, HELD_MS));
    }
    const copies = [this.#deliver(push, body)];
    if (twice) {
      this.duplicated += 1;
      copies.push(this.#deliver(push, body));
    }
    // Pub/Sub knows of one delivery, and gets the answer to that one.
    const [status = 503] = await Promise.all(copies);
    response.writeHead(status).end();
    this.unanswered -= 1;
  }

  /** Hands the message to the next instance that is up; resolves to the status of its answer. */
  async #deliver(push: IncomingMessage, body: Buffer): Promise<number> {
    const up = this.#instances.filter((instance) => instance.up);
    const instance = up[(this.#turn += 1) % up.length];
    if (instance === undefined) {
      this.turnedAway += 1;
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
        (answer) => {
          answer.resume();
          resolve(answer.statusCode ?? 503);
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
