import type { Firestore } from '../../functions/src/platform/firestore.ts';
import type { Sql } from '../../functions/src/platform/postgres.ts';
import type { OptionalRedis } from '../../functions/src/platform/redis.ts';
import type { InProcessMedia } from '../local/inProcessMedia.ts';
import type { Pipeline } from './pipeline.ts';

/** What a campus lives in. */
export interface Ground {
  sql: Sql;
  firestore: Firestore;
  redis: OptionalRedis;
  media: InProcessMedia;
  pipeline: Pipeline;
  /** Runs the jobs of a night. @throws Error if one fails */
  night: () => Promise<void>;
}
