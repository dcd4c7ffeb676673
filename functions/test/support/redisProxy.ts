import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { OptionalRedis } from '../../src/platform/redis.ts';

/** `normal` passes requests on; `silent` never answers; `full` refuses like a Redis that is out of memory. */
type Behaviour = 'normal' | 'silent' | 'full';

/** A proxy of the REST API of a Redis that records requests and fails on demand. */
export class RedisProxy {
  behaviour: Behaviour = 'normal';
  /** Paths of all requests so far. */
  readonly requests: string[] = [];
  readonly #server: Server;
  readonly #token: string;

  private constructor(server: Server, token: string) {
    this.#server = server;
    this.#token = token;
  }

  static async to({ url, token }: { url: string; token: string }): Promise<RedisProxy> {
    const server = createServer();
    const proxy = new RedisProxy(server, token);
    server.on('request', (request, response) => {
      proxy.requests.push(request.url ?? '');
      if (proxy.behaviour === 'silent') return;
      void (async () => {
        const { authorization = '' } = request.headers;
        const body = await text(request);
        if (proxy.behaviour === 'full') {
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
    return proxy;
  }

  /**
   * A new client of the proxy, as a new instance of a function has one. It waits much longer for an answer than a
   * deployed one, because a busy machine may take its time; tests of the timeout pass a short one.
   */
  redis(timeoutMs = 10_000): OptionalRedis {
    const address = this.#server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    return new OptionalRedis(`http://127.0.0.1:${String(port)}`, this.#token, timeoutMs);
  }

  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }
}
