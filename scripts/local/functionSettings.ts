import { LOCAL_ERASURE_KEY } from './erasureKey.ts';
import type { FunctionSettings } from './emulatorFolder.ts';
import type { MediaSettings } from './mediaStores.ts';
import type { RedisEndpoint } from './redis/redis.ts';

/** The settings that connect the functions in the emulator with the local databases and media stores. */
export function functionSettings(
  databaseUrl: string,
  redis: RedisEndpoint,
  { params, secrets, environment }: MediaSettings,
): FunctionSettings {
  return {
    params: { UPSTASH_REDIS_REST_URL: redis.url, ...params },
    secrets: {
      DATABASE_URL: databaseUrl,
      UPSTASH_REDIS_REST_TOKEN: redis.token,
      ALERT_WEBHOOK_URL: 'none',
      ERASURE_KEY: LOCAL_ERASURE_KEY,
      ...secrets,
    },
    environment: { ...environment, CHECK_CONTRACT: 'true' },
  };
}
