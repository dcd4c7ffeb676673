import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firestore as openFirestore, type Firestore } from '../../functions/src/platform/firestore.ts';
import { connect, type Sql } from '../../functions/src/platform/postgres.ts';
import { OptionalRedis } from '../../functions/src/platform/redis.ts';
import type { Stores } from '../accounts/search/searchStores.ts';
import type { Random } from '../campus/random.ts';
import { PostgresProxy } from '../chaos/postgresProxy.ts';
import { PushFront } from '../chaos/pushFront.ts';
import { PushedTopics, PUSH_PATH } from '../chaos/pushedTopics.ts';
import { WriterInstance } from '../chaos/writerInstance.ts';
import { buildFunctions } from '../lib/build.ts';
import type { Cleanup } from '../lib/command.ts';
import { migrate } from '../lib/migrations.ts';
import { startEmulators, useFirestoreEmulator } from '../local/emulators.ts';
import { LOCAL_ERASURE_KEY } from '../local/erasureKey.ts';
import { startInProcessMedia } from '../local/inProcessMedia.ts';
import { startPostgresServer, type PostgresServer } from '../local/postgres.ts';
import { PROJECT } from '../local/project.ts';
import { startRedis } from '../local/redis/redis.ts';
import { runNight } from '../jobs/runNight.ts';
import { ChildProcesses } from './childProcesses.ts';
import type { Ground } from './ground.ts';
import { pushedPipeline } from './pipeline.ts';

/** Redis may be slow while everything around it is busy; the search needs its answers. */
const REDIS_TIMEOUT_MS = 5000;

/** All stores with two writers behind the faults of `npm run chaos`. */
export interface ErasureSystem extends Ground {
  postgres: PostgresServer;
  /** For the search. */
  stores: Stores;
  instances: WriterInstance[];
  /** The connections of what erases, which the faults cut. */
  proxy: PostgresProxy;
  /** What the deployed functions have as parameters and secrets. */
  environment: Record<string, string>;
  /** What erases, backfills and repairs. */
  processes: ChildProcesses;
}

/** Starts everything, and gives this process the settings of the functions, so that it can run jobs and callables. */
export async function startErasureSystem(cleanup: Cleanup, random: Random): Promise<ErasureSystem> {
  console.log(
    'Starting Postgres, the Firebase emulators, Redis, media stores and two writers (about 20 seconds)',
  );
  process.env['ERASURE_KEY'] = LOCAL_ERASURE_KEY;
  await buildFunctions();
  const postgres = await startPostgresServer(cleanup, { durable: true });
  await migrate(postgres.url);
  const sql = connect(postgres.url);
  cleanup(() => sql.end({ timeout: 5 }));
  const { hosts } = await startEmulators(cleanup, { ports: 'free' });
  const redis = await startRedis(cleanup);
  const media = await startInProcessMedia(cleanup, sql);
  const proxy = await PostgresProxy.start(Number(new URL(postgres.url).port));
  cleanup(() => proxy.stop());
  const environment = {
    ...{ GCLOUD_PROJECT: PROJECT, GOOGLE_CLOUD_PROJECT: PROJECT, METADATA_SERVER_DETECTION: 'none' },
    ...{ FIRESTORE_DATABASE: '(default)', FIRESTORE_EMULATOR_HOST: hosts.firestore },
    ...{ FIREBASE_AUTH_EMULATOR_HOST: hosts.auth, PUBSUB_EMULATOR_HOST: hosts.pubsub },
    ...{ UPSTASH_REDIS_REST_URL: redis.url, UPSTASH_REDIS_REST_TOKEN: redis.token },
    ...{ CLOUDINARY_URL: media.accountUrl, MEDIA_BACKUP_BUCKET: 'backups' },
    ...{ STORAGE_EMULATOR_HOST: `http://${media.storage.host}`, ERASURE_KEY: LOCAL_ERASURE_KEY },
    ...{ DATABASE_URL: throughProxy(postgres.url, proxy), ALERT_WEBHOOK_URL: 'none' },
  };
  Object.assign(process.env, environment, { DATABASE_URL: postgres.url });
  useFirestoreEmulator(hosts.firestore);
  const firestore = openFirestore('(default)');
  cleanup(() => firestore.terminate());

  const logFolder = await mkdtemp(join(tmpdir(), 'talent-erasure-'));
  cleanup(() => rm(logFolder, { recursive: true, force: true }));
  const logFile = join(logFolder, 'writers.log');
  const dependencies = { databaseUrl: postgres.url, firestoreHost: hosts.firestore, logFile, environment };
  const instances = await Promise.all([1, 2].map(() => WriterInstance.start(cleanup, dependencies)));
  const front = await PushFront.start(cleanup, instances, random);
  const topics = await PushedTopics.create(hosts.pubsub, front.endpoint(PUSH_PATH));
  const optional = new OptionalRedis(redis.url, redis.token, REDIS_TIMEOUT_MS);
  const bucket = await media.stores.bucket();
  const stores = { sql, firestore, redis: optional, cloudinary: media.stores.cloudinary, bucket };
  return {
    ...{ postgres, sql, firestore, redis: optional, media, stores, instances, proxy, environment },
    processes: new ChildProcesses(cleanup),
    pipeline: pushedPipeline(topics, front),
    night: () => night(sql, firestore),
  };
}

async function night(sql: Sql, firestore: Firestore): Promise<void> {
  console.log('The night:');
  const succeeded = await runNight({ sql, firestore: () => Promise.resolve(firestore) });
  if (!succeeded) throw new Error('a job of the night failed');
}

function throughProxy(url: string, { port }: PostgresProxy): string {
  return Object.assign(new URL(url), { port: String(port) }).href;
}
