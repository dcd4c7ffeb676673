import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { TRANSIENT_ERROR } from './instruments.ts';

/**
 * A moment in a batch as Postgres sees it: `mid-batch` is when the first rows are sent, `commit` when
 * Postgres has committed but the writer does not know it yet.
 */
export type Moment = 'mid-batch' | 'commit';

/** The error that answers a login. */
export interface Refusal {
  /** SQLSTATE */
  code: string;
  severity?: string;
  message?: string;
}

/** Start of the statement that writes rows. */
const ROW_STATEMENT = 'insert into "';

/** Command tag with which Postgres reports a commit. */
const COMMIT_TAG = 'COMMIT\0';

/** A TCP proxy between one writer and Postgres that injects a fault at a chosen moment. */
export class PostgresProxy {
  /** Transient errors forwarded to the writer. */
  transientErrors = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #armed: { moment: Moment; strike: () => void } | undefined;
  #refusal: Refusal | undefined;
  /** Logins refused so far. */
  refusedLogins = 0;

  private constructor(postgresPort: number) {
    this.#server = createServer((client) => {
      if (this.#refusal === undefined) this.#relay(client, connect(postgresPort, '127.0.0.1'));
      else this.#refuse(client, this.#refusal);
    });
  }

  /** Starts listening for one writer. */
  static async start(postgresPort: number): Promise<PostgresProxy> {
    const proxy = new PostgresProxy(postgresPort);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Arms the proxy once: at the next such moment it withholds the data, strikes, and cuts all connections. */
  arm(moment: Moment, strike: () => void): void {
    this.#armed = { moment, strike };
  }

  /** Answers every login with this error until called with `undefined`; sessions that have begun go on. */
  refuseLogins(refusal: Refusal | undefined): void {
    this.#refusal = refusal;
  }

  /** Cuts all connections now. */
  cut(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  disarm(): void {
    this.#armed = undefined;
  }

  async stop(): Promise<void> {
    this.cut();
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
      if (chunk.includes(ROW_STATEMENT)) this.#strikeAt('mid-batch');
    });
    server.on('data', (chunk) => {
      if (chunk.includes(TRANSIENT_ERROR)) this.transientErrors += 1;
      if (chunk.includes(COMMIT_TAG)) this.#strikeAt('commit');
      // After a strike the socket is destroyed, so the writer never learns of this commit.
      if (!client.destroyed) client.write(chunk);
    });
    // While Postgres is down, the writer must see a reset connection, not an orderly end.
    server.on('error', () => client.resetAndDestroy());
    client.on('error', () => server.destroy());
    server.on('close', () => {
      client.destroySoon();
    });
    client.on('close', () => server.destroy());
  }

  #strikeAt(moment: Moment): void {
    if (this.#armed?.moment !== moment) return;
    const { strike } = this.#armed;
    this.#armed = undefined;
    strike();
    this.cut();
  }

  #refuse(client: Socket, { code, severity = 'FATAL', message = 'refused' }: Refusal): void {
    client.on('error', () => undefined);
    client.once('data', () => {
      this.refusedLogins += 1;
      const fields = Buffer.from(`S${severity}\0V${severity}\0C${code}\0M${message}\0\0`);
      const header = Buffer.alloc(5);
      header.write('E');
      header.writeUInt32BE(fields.length + 4, 1);
      client.end(Buffer.concat([header, fields]));
    });
  }
}
