import { firestore as openFirestore, type Firestore } from '../../functions/src/platform/firestore.ts';
import { connect, type Sql } from '../../functions/src/platform/postgres.ts';
import { buildFunctions } from '../lib/build.ts';
import type { Cleanup } from '../lib/command.ts';
import { migrate } from '../lib/migrations.ts';
import type { Timings } from '../lib/timings.ts';
import { startEmulators, useFirestoreEmulator, type Emulators } from './emulators.ts';
import { functionSettings } from './functionSettings.ts';
import { startMediaStores, type MediaSettings } from './mediaStores.ts';
import { assertFree } from './ports.ts';
import { startPostgres } from './postgres.ts';
import { startRedis, type RedisEndpoint } from './redis/redis.ts';

/** Default ports, before the offset. Postgres does not use 5432, which is often taken. */
const PORTS = { postgres: 54329, redis: 54379, cloudinary: 54380, storage: 54381 };

/** The whole suite on this machine. */
export interface System {
  firestore: Firestore;
  sql: Sql;
  databaseUrl: string;
  /** Whether the database was started by us; otherwise it is the one of DATABASE_URL. */
  isEmbedded: boolean;
  redis: RedisEndpoint;
  media: MediaSettings;
  emulators: Emulators;
}

/**
 * Builds the functions and starts everything they need, as far as possible at the same time. Sets their settings for
 * this process, too, so that it can run jobs.
 *
 * @param portOffset is added to every port
 * @param prepareDatabase is called with the migrated database before anything can write to it
 */
export async function startSystem(
  cleanup: Cleanup,
  timings: Timings,
  { portOffset, prepareDatabase }: { portOffset: number; prepareDatabase: (sql: Sql) => Promise<void> },
): Promise<System> {
  const [redis, mediaSettings, { databaseUrl, isEmbedded, sql }] = await Promise.all([
    timings.step("Starting Redis with Upstash's REST API", async () =>
      startRedis(cleanup, { port: await freePort('redis', 'Redis') }),
    ),
    timings.step('Starting the stand-ins for Cloudinary and Cloud Storage', async () =>
      startMediaStores(cleanup, {
        cloudinary: await freePort('cloudinary', 'the Cloudinary stand-in'),
        storage: await freePort('storage', 'the Cloud Storage stand-in'),
      }),
    ),
    timings.step('Starting and migrating Postgres', startDatabase),
    timings.step('Building the functions', buildFunctions),
  ]);
  const emulators = await timings.step('Starting the Firebase emulators and the writer', () =>
    startEmulators(cleanup, {
      ports: portOffset,
      functions: (hosts) => functionSettings(databaseUrl, redis, mediaSettings(hosts)),
    }),
  );
  const media = mediaSettings(emulators.hosts);
  const { params, secrets, environment } = functionSettings(databaseUrl, redis, media);
  Object.assign(process.env, params, secrets, environment);
  useFirestoreEmulator(emulators.hosts.firestore);
  process.env['FIREBASE_AUTH_EMULATOR_HOST'] = emulators.hosts.auth;
  const firestore = openFirestore('(default)');
  cleanup(() => firestore.terminate());
  return { firestore, sql, databaseUrl, isEmbedded, redis, media, emulators };

  /** The database of DATABASE_URL, or an embedded one. */
  async function startDatabase(): Promise<Pick<System, 'databaseUrl' | 'isEmbedded' | 'sql'>> {
    const configured = process.env['DATABASE_URL'];
    const databaseUrl =
      configured ??
      (await startPostgres(cleanup, { port: await freePort('postgres', 'the embedded Postgres') }));
    await migrate(databaseUrl);
    const sql = connect(databaseUrl);
    cleanup(() => sql.end({ timeout: 5 }));
    await prepareDatabase(sql);
    return { databaseUrl, isEmbedded: configured === undefined, sql };
  }

  /** The service's port with the offset. @throws when another program uses it */
  async function freePort(service: keyof typeof PORTS, description: string): Promise<number> {
    const port = PORTS[service] + portOffset;
    await assertFree(port, description);
    return port;
  }
}
