import { firestore as openFirestore } from '../functions/src/platform/firestore.ts';
import { connect } from '../functions/src/platform/postgres.ts';
import { buildFunctions } from './lib/build.ts';
import { command, positive, run, wholeNumber } from './lib/command.ts';
import { migrate } from './lib/migrations.ts';
import { emptyTables, refuseForeignData } from './sample/database.ts';
import { awaitConvergence } from './sample/convergence.ts';
import { uploadPictures } from './sample/pictures.ts';
import { summarize } from './sample/summary.ts';
import { writeCampus } from './sample/writeCampus.ts';
import { PROJECT, startEmulators, useFirestoreEmulator } from './local/emulators.ts';
import { assertFree } from './local/ports.ts';
import { startPostgres } from './local/postgres.ts';
import { startMedia } from './local/media.ts';
import { startRedis } from './local/redis.ts';

/** Where the embedded Postgres listens, before the offset; not 5432, which is often taken. */
const POSTGRES_PORT = 54329;

/** Where the REST API of the local Redis listens, before the offset. */
const REDIS_PORT = 54379;

/** Where the stand-ins of Cloudinary and Cloud Storage listen, before the offset. */
const MEDIA_PORTS = { cloudinary: 54380, storage: 54381 };

const program = command(
  'npm start',
  'Runs the whole system on this machine: Postgres, Redis, the Firebase emulators with the built functions, and a sample campus that flows from Firestore into Postgres.\n\nDATABASE_URL makes it use that database instead of an embedded one.',
)
  .option('--once', 'exit when everything has converged: 0 when Postgres equals Firestore, otherwise 1')
  .option('--students <count>', 'students on the sample campus', positive, 320)
  .option('--port-offset <number>', 'add this to every port', wholeNumber, 0)
  .option('--reset', 'empty the synchronised tables of DATABASE_URL first')
  .parse();
const options = program.opts<{ once?: true; students: number; portOffset: number; reset?: true }>();

await run(async (cleanup) => {
  step('Building the functions');
  await buildFunctions();

  let databaseUrl = process.env['DATABASE_URL'];
  if (databaseUrl) {
    step('Using the database of DATABASE_URL');
  } else {
    const port = POSTGRES_PORT + options.portOffset;
    step(`Starting Postgres on port ${String(port)}`);
    await assertFree(port, 'the embedded Postgres');
    databaseUrl = await startPostgres(cleanup, { port });
  }
  await migrate(databaseUrl);
  const sql = connect(databaseUrl);
  cleanup(() => sql.end({ timeout: 5 }));
  if (options.reset) await emptyTables(sql);
  await refuseForeignData(sql);

  const redisPort = REDIS_PORT + options.portOffset;
  step(`Starting Redis behind a REST API on port ${String(redisPort)}`);
  await assertFree(redisPort, 'the REST API of Redis');
  const redis = await startRedis(cleanup, { port: redisPort });

  step('Starting what stands in for Cloudinary');
  const mediaPorts = {
    cloudinary: MEDIA_PORTS.cloudinary + options.portOffset,
    storage: MEDIA_PORTS.storage + options.portOffset,
  };
  for (const port of Object.values(mediaPorts)) await assertFree(port, 'what stands in for the media stores');
  const media = await startMedia(cleanup, mediaPorts);

  step('Starting the Firebase emulators (about 20 seconds)');
  const emulators = await startEmulators(cleanup, {
    ports: options.portOffset,
    functions: (hosts) => {
      const { params, secrets, environment } = media.settings(hosts);
      return {
        params: { UPSTASH_REDIS_REST_URL: redis.url, ...params },
        secrets: { DATABASE_URL: databaseUrl, UPSTASH_REDIS_REST_TOKEN: redis.token, ...secrets },
        environment,
      };
    },
  });
  const mediaSettings = media.settings(emulators.hosts);
  useFirestoreEmulator(emulators.hosts.firestore);
  const firestore = openFirestore('(default)');
  cleanup(() => firestore.terminate());

  const written = await writeCampus(firestore, options.students);
  await awaitConvergence(sql, written);
  const shown = await uploadPictures(firestore, sql, mediaSettings.secrets['CLOUDINARY_URL'] ?? '', written);
  const equal = await summarize(firestore, sql, written);
  if (options.once) return equal && shown !== null ? 0 : 1;

  console.log(`
Everything is up. To try it:

  Firestore   FIRESTORE_EMULATOR_HOST=${emulators.hosts.firestore}, project ${PROJECT}: write with the Admin SDK
              or any client SDK, and see the row change in Postgres
  Postgres    ${process.env['DATABASE_URL'] ? 'the database of DATABASE_URL' : databaseUrl} (psql or any other client)
              select name, department from users where live limit 5;
              select collection, sum(received), sum(applied) from sync_counts group by 1;
              select path, reason from dead_letters;
  Operators   export FIRESTORE_EMULATOR_HOST=${emulators.hosts.firestore}${process.env['DATABASE_URL'] ? '' : ` DATABASE_URL=${databaseUrl}`}
              npm run sync-control; npm run verify-sync -- --full; npm run dead-letters; npm run backfill
  Redis       export UPSTASH_REDIS_REST_URL=${redis.url} UPSTASH_REDIS_REST_TOKEN=${redis.token}
              (${redis.backend === 'embedded' ? 'imitated: no redis-server was found' : 'a redis-server'}) for @upstash/redis
  Media       ${shown ?? 'no picture has arrived: see the log'}
              export CLOUDINARY_URL='${mediaSettings.secrets['CLOUDINARY_URL'] ?? ''}' MEDIA_BACKUP_BUCKET=${mediaSettings.params['MEDIA_BACKUP_BUCKET'] ?? ''} STORAGE_EMULATOR_HOST=${mediaSettings.environment['STORAGE_EMULATOR_HOST'] ?? ''}
              npm run media -- verify
  Auth        ${emulators.hosts.auth}    Functions  ${emulators.hosts.functions}    Pub/Sub  ${emulators.hosts.pubsub}
  Log         ${emulators.logFile}

Ctrl-C stops everything.`);
  throw new Error(`${await emulators.ended}. Its log ended with it; start again.`);
});

function step(title: string): void {
  console.log(`${title} ...`);
}
