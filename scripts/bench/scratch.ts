import { connect, type Sql } from '../../functions/src/platform/postgres.ts';
import type { Cleanup } from '../lib/command.ts';
import { migrate } from '../lib/migrations.ts';
import { startEmulators, useFirestoreEmulator } from '../local/emulators.ts';
import { startPostgres } from '../local/postgres.ts';

/** A migrated database on a Postgres that syncs to disk, as in production. */
export async function scratchDatabase(cleanup: Cleanup): Promise<{ url: string; sql: Sql }> {
  const url = await startPostgres(cleanup, { durable: true });
  await migrate(url);
  const sql = connect(url);
  cleanup(() => sql.end({ timeout: 5 }));
  return { url, sql };
}

/** Starts the Firestore emulator. Clients opened afterwards use it. */
export async function scratchFirestore(cleanup: Cleanup): Promise<void> {
  const { hosts } = await startEmulators(cleanup, { ports: 'free' });
  useFirestoreEmulator(hosts.firestore);
}
