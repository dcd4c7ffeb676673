import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cleanup } from '../lib/command.ts';
import { startProgram } from './childProcess.ts';
import { freePort } from './ports.ts';
import { awaitListening } from './servedFunction.ts';

/** Server connections per database and user. */
const POOL_SIZE = 2;

/**
 * Starts PgBouncer (Debian package `pgbouncer`) in transaction mode before a Postgres server, with all its defaults
 * otherwise: it refuses every startup parameter that it does not know.
 *
 * @returns the connection string of the same database through the pooler
 * @throws Error if PgBouncer is not installed
 */
export async function startPgbouncer(cleanup: Cleanup, postgresUrl: string): Promise<string> {
  const url = new URL(postgresUrl);
  const port = await freePort();
  const directory = await mkdtemp(join(tmpdir(), 'student-talent-pgbouncer-'));
  cleanup(() => rm(directory, { recursive: true, force: true }));
  const settings = {
    listen_addr: '127.0.0.1',
    listen_port: port,
    unix_socket_dir: '',
    auth_type: 'scram-sha-256',
    auth_file: join(directory, 'users.txt'),
    pool_mode: 'transaction',
    default_pool_size: POOL_SIZE,
    max_client_conn: 1000,
    // It refuses to run as root.
    ...(process.getuid?.() === 0 && { user: 'nobody' }),
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${String(value)}`);
  const file = join(directory, 'pgbouncer.ini');
  await writeFile(
    file,
    ['[databases]', `* = host=${url.hostname} port=${url.port}`, '[pgbouncer]', ...lines, ''].join('\n'),
  );
  await writeFile(settings.auth_file, `"${url.username}" "${url.password}"\n`);
  // Read after it has given up the rights of root.
  await chmod(directory, 0o755);
  const program = startProgram('pgbouncer', [file]);
  cleanup(program.stop);
  if (!(await awaitListening(program, port))) {
    throw new Error(
      `PgBouncer did not start (apt-get install pgbouncer): ${program.output().trim() || (await program.ended)}`,
    );
  }
  url.port = String(port);
  return url.href;
}
