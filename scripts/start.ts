import { firestore as openFirestore } from '../functions/src/platform/firestore.ts';
import { connect } from '../functions/src/platform/postgres.ts';
import { buildFunctions } from './lib/build.ts';
import { command, positive, run, wholeNumber, type Cleanup } from './lib/command.ts';
import { migrate } from './lib/migrations.ts';
import { startEmulators, useFirestoreEmulator } from './local/emulators.ts';
import { functionSettings } from './local/functionSettings.ts';
import { startMediaStores } from './local/mediaStores.ts';
import { assertFree } from './local/ports.ts';
import { startPostgres } from './local/postgres.ts';
import { startRedis } from './local/redis/redis.ts';
import { instructions } from './sample/instructions.ts';
import { emptyTables, refuseForeignData } from './sample/database.ts';
import { loadSample } from './sample/loadSample.ts';

/** Default ports, before `--port-offset`. Postgres does not use 5432, which is often taken. */
const PORTS = { postgres: 54329, redis: 54379, cloudinary: 54380, storage: 54381 };

const program = command(
  'npm start',
  `Runs the whole system on this machine: Postgres, Redis, the Firebase emulators with the built functions, and stand-ins for Cloudinary and Cloud Storage. Then writes a sample campus to Firestore and waits until it has arrived in Postgres.

Set DATABASE_URL to use that database instead of an embedded one.`,
)
  .option('--once', 'exit after the sample has arrived: 0 if Postgres equals Firestore, otherwise 1')
  .option('--students <count>', 'number of students on the sample campus', positive, 320)
  .option('--port-offset <number>', 'add this to every port', wholeNumber, 0)
  .option('--reset', 'empty the synchronised tables of DATABASE_URL first')
  .parse();
const options = program.opts<{ once?: true; students: number; portOffset: number; reset?: true }>();

await run(async (cleanup) => {
  step('Building the functions');
  await buildFunctions();

  const { databaseUrl, isEmbedded } = await startDatabase(cleanup);
  await migrate(databaseUrl);
  const sql = connect(databaseUrl);
  cleanup(() => sql.end({ timeout: 5 }));
  if (options.reset) await emptyTables(sql);
  await refuseForeignData(sql);

  const redisPort = await freePort('redis', 'Redis');
  step(`Starting Redis with Upstash's REST API on port ${String(redisPort)}`);
  const redis = await startRedis(cleanup, { port: redisPort });

  step('Starting the stand-ins for Cloudinary and Cloud Storage');
  const mediaSettings = await startMediaStores(cleanup, {
    cloudinary: await freePort('cloudinary', 'the Cloudinary stand-in'),
    storage: await freePort('storage', 'the Cloud Storage stand-in'),
  });

  step('Starting the Firebase emulators (about 20 seconds)');
  const emulators = await startEmulators(cleanup, {
    ports: options.portOffset,
    functions: (hosts) => functionSettings(databaseUrl, redis, mediaSettings(hosts)),
  });
  const media = mediaSettings(emulators.hosts);
  useFirestoreEmulator(emulators.hosts.firestore);
  const firestore = openFirestore('(default)');
  cleanup(() => firestore.terminate());

  const sample = await loadSample(firestore, sql, media.secrets.CLOUDINARY_URL, options.students);
  if (options.once) return sample.isComplete ? 0 : 1;

  console.log(
    instructions({ emulators, databaseUrl, isEmbedded, redis, media, pictureUrl: sample.pictureUrl }),
  );
  throw new Error(`${await emulators.ended}, so the system is down. Run "npm start" again.`);
});

/** The database of DATABASE_URL, or an embedded one. */
async function startDatabase(cleanup: Cleanup): Promise<{ databaseUrl: string; isEmbedded: boolean }> {
  const configured = process.env['DATABASE_URL'];
  if (configured) {
    step('Using the database of DATABASE_URL');
    return { databaseUrl: configured, isEmbedded: false };
  }
  const port = await freePort('postgres', 'the embedded Postgres');
  step(`Starting Postgres on port ${String(port)}`);
  return { databaseUrl: await startPostgres(cleanup, { port }), isEmbedded: true };
}

/** The service's port with the offset. @throws when another program uses it */
async function freePort(service: keyof typeof PORTS, description: string): Promise<number> {
  const port = PORTS[service] + options.portOffset;
  await assertFree(port, description);
  return port;
}

function step(title: string): void {
  console.log(`${title} ...`);
}
