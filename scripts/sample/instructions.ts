import { LOCAL_ERASURE_KEY } from '../local/erasureKey.ts';
import { PROJECT } from '../local/project.ts';
import type { System } from '../local/system.ts';
import type { Sample } from './loadSample.ts';

const BACKENDS = {
  embedded: 'imitated, since redis-server was not found',
  'redis-server': 'redis-server',
};

/** Tells the user how to try the running system. */
export function instructions(
  { emulators: { hosts, logFile }, databaseUrl, isEmbedded, redis, media }: System,
  { pictureUrl, student }: Sample,
  portOffset: number,
): string {
  const offset = portOffset === 0 ? '' : ` --port-offset ${String(portOffset)}`;
  return `
The system is running. Stop it with Ctrl-C.

Ask more, in another terminal; without a callable, npm run ask lists them all
  npm run ask -- userAnalytics --as ${student.id}${offset}
  npm run ask -- searchTalent --as ${student.id}${offset} '{"query": "somebody who can edit videos"}'

Write to Firestore and watch the rows change
  Firestore   FIRESTORE_EMULATOR_HOST=${hosts.firestore}, project ${PROJECT}; use any client or the Admin SDK
  Postgres    ${isEmbedded ? databaseUrl : 'the database of DATABASE_URL'}
              select name, department from users where live limit 5;
              select collection, sum(received), sum(applied) from sync_counts group by 1;
              select path, reason from dead_letters;

Run operator commands, in another terminal
  export FIRESTORE_EMULATOR_HOST=${hosts.firestore} FIREBASE_AUTH_EMULATOR_HOST=${hosts.auth}${isEmbedded ? ` DATABASE_URL=${databaseUrl} ERASURE_KEY='${LOCAL_ERASURE_KEY}'` : ''}
  npm run sync-control; npm run verify-sync -- --full; npm run dead-letters; npm run backfill; npm run admin -- list

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
