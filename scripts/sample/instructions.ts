import { PROJECT, type Emulators } from '../local/emulators.ts';
import type { MediaSettings } from '../local/mediaStores.ts';
import type { RedisEndpoint } from '../local/redis/redis.ts';

interface LocalSystem {
  emulators: Pick<Emulators, 'hosts' | 'logFile'>;
  databaseUrl: string;
  /** Whether the database was started by us; otherwise it is the one of DATABASE_URL. */
  isEmbedded: boolean;
  redis: RedisEndpoint;
  media: MediaSettings;
  /** A picture of the sample; null when none arrived. */
  pictureUrl: string | null;
}

const BACKENDS = {
  embedded: 'imitated, since redis-server was not found',
  'redis-server': 'redis-server',
};

/** Tells the user how to try the running system. */
export function instructions({
  emulators: { hosts, logFile },
  databaseUrl,
  isEmbedded,
  redis,
  media,
  pictureUrl,
}: LocalSystem): string {
  return `
The system is running. Stop it with Ctrl-C.

Write to Firestore and watch the rows change
  Firestore   FIRESTORE_EMULATOR_HOST=${hosts.firestore}, project ${PROJECT}; use any client or the Admin SDK
  Postgres    ${isEmbedded ? databaseUrl : 'the database of DATABASE_URL'}
              select name, department from users where live limit 5;
              select collection, sum(received), sum(applied) from sync_counts group by 1;
              select path, reason from dead_letters;

Run operator commands, in another terminal
  export FIRESTORE_EMULATOR_HOST=${hosts.firestore}${isEmbedded ? ` DATABASE_URL=${databaseUrl}` : ''}
  npm run sync-control; npm run verify-sync -- --full; npm run dead-letters; npm run backfill

Look at uploaded pictures
  ${pictureUrl ?? 'No picture arrived; see the log.'}
  export CLOUDINARY_URL='${media.secrets.CLOUDINARY_URL}' MEDIA_BACKUP_BUCKET=${media.params.MEDIA_BACKUP_BUCKET} STORAGE_EMULATOR_HOST=${media.environment.STORAGE_EMULATOR_HOST}
  npm run media -- verify

Other services
  Redis       ${BACKENDS[redis.backend]}, for @upstash/redis with
              UPSTASH_REDIS_REST_URL=${redis.url} UPSTASH_REDIS_REST_TOKEN=${redis.token}
  Auth        ${hosts.auth}
  Functions   ${hosts.functions}
  Pub/Sub     ${hosts.pubsub}
  Log         ${logFile}`;
}
