import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { TRANSIENT } from './instruments.ts';

/**
 * A moment in a batch as Postgres sees it: `mid-batch` is when the first rows are on their way, and
 * `commit` when Postgres has committed and the writer has not yet heard of it.
 */
export type Moment = 'mid-batch' | 'commit';

/** How the statement begins that writes rows. */
const ROWS = 'insert into "';

/** The tag with which Postgres reports a commit. */
const COMMITTED = 'COMMIT\0';

/** Stands between one writer and Postgres, and strikes at a chosen moment. */
export class PostgresProxy {
  /** Transient errors that passed on their way to the writer. */
  transientErrors = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #armed: { moment: Moment; strike: () => void } | undefined;

  private constructor(postgresPort: number) {
    this.#server = createServer((client) => {
      this.#relay(client, connect(postgresPort, '127.0.0.1'));
    });
  }

  /** Starts to listen, for one writer. */
  static async start(postgresPort: number): Promise<PostgresProxy> {
    const proxy = new PostgresProxy(postgresPort);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Once, at the next such moment: holds back what was just said, strikes, and cuts the connections. */
  arm(moment: Moment, strike: () => void): void {
    this.#armed = { moment, strike };
  }

  disarm(): void {
    this.#armed = undefined;
  }

  async stop(): Promise<void> {
    this.#cut();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #relay(client: Socket, server: Socket): void {
    for (const socket of [client, server]) {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    }
    client.on('data', (chunk) => {
      server.write(chunk);
      if (chunk.includes(ROWS)) this.#reached('mid-batch');
    });
    server.on('data', (chunk) => {
      if (chunk.includes(TRANSIENT)) this.transientErrors += 1;
      if (chunk.includes(COMMITTED)) this.#reached('commit');
      // Does nothing once the moment was struck: the writer never hears of this commit.
      if (!client.destroyed) client.write(chunk);
    });
    // Where Postgres is down, the writer is to find the connection refused, not politely ended.
    server.on('error', () => client.resetAndDestroy());
    client.on('error', () => server.destroy());
    server.on('close', () => {
      client.destroySoon();
    });
    client.on('close', () => server.destroy());
  }

  #reached(moment: Moment): void {
    if (this.#armed?.moment !== moment) return;
    const { strike } = this.#armed;
    this.#armed = undefined;
    strike();
    this.#cut();
  }

  #cut(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }
}
