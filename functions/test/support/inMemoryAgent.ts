import type { IncomingMessage, Server } from 'node:http';
import { Agent, request } from 'node:https';
import { duplexPair, type Duplex } from 'node:stream';
import { json } from 'node:stream/consumers';

/** Takes every request to one server of this process, whatever host it is for, without a socket and without TLS. */
export class InMemoryAgent extends Agent {
  readonly #server: Server;

  constructor(server: Server) {
    super();
    this.#server = server;
  }

  override createConnection(): Duplex {
    const [client, server] = duplexPair();
    this.#server.emit('connection', server);
    // Clients set the time limits of sockets.
    return Object.assign(client, { setTimeout: () => client });
  }

  /** Posts JSON. Returns the JSON of the answer. */
  async post(body: unknown, headers: Record<string, string> = {}): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const options = { method: 'POST', headers: { 'content-type': 'application/json', ...headers } };
    request('https://in-memory.test/', { ...options, agent: this }, resolve)
      .on('error', reject)
      .end(JSON.stringify(body));
    return json(await promise);
  }
}
