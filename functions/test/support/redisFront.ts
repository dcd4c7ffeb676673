import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { OptionalRedis } from '../../src/platform/redis.ts';

/** How the front behaves: as Redis does, as one that accepts and never answers, or as one that is full. */
type Behaviour = 'well' | 'silent' | 'full';

/** Stands before the REST API of a Redis, counts the requests, and misbehaves when told to. */
export class RedisFront {
  behaviour: Behaviour = 'well';
  /** Paths of the requests so far. */
  readonly requests: string[] = [];
  readonly #server: Server;
  readonly #token: string;

  private constructor(server: Server, token: string) {
    this.#server = server;
    this.#token = token;
  }

  static async before({ url, token }: { url: string; token: string }): Promise<RedisFront> {
    const server = createServer();
    const front = new RedisFront(server, token);
    server.on('request', (request, response) => {
      front.requests.push(request.url ?? '');
      if (front.behaviour === 'silent') return;
      void (async () => {
        const { authorization = '' } = request.headers;
        const body = await text(request);
        if (front.behaviour === 'full') {
          const error = "OOM command not allowed when used memory > 'maxmemory'.";
          response.writeHead(400).end(JSON.stringify({ error }));
          return;
        }
        const answer = await fetch(`${url}${request.url ?? ''}`, {
          method: 'POST',
          headers: { authorization },
          body,
        });
        response.writeHead(answer.status).end(await answer.text());
      })();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return front;
  }

  /** A new instance's view of it. */
  redis(): OptionalRedis {
    const address = this.#server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    return new OptionalRedis(`http://127.0.0.1:${String(port)}`, this.#token);
  }

  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }
}
