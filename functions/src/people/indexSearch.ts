import { logger } from 'firebase-functions';
import { onSchedule } from 'firebase-functions/scheduler';
import { databaseUrl, functionsRegion } from '../platform/config.ts';
import { embedder } from '../platform/embedder.ts';
import { database } from '../platform/postgres.ts';
import { indexEverybody } from './search/indexer.ts';

/** How long a run takes at most: the next one goes on where it ended. */
const RUN_MS = 25 * 60 * 1000;

/**
 * Every five minutes: brings the index that people are searched in up to date. Takes about 1 ms for each person
 * who has changed, and 10 to 50 ms for each whose text has; 100,000 for the first time take three quarters of
 * an hour.
 */
export const indexSearch = onSchedule(
  {
    schedule: 'every 5 minutes',
    timeZone: 'Etc/UTC',
    region: functionsRegion,
    secrets: [databaseUrl],
    timeoutSeconds: 1800,
    memory: '1GiB',
    maxInstances: 1,
  },
  async () => {
    const started = Date.now();
    const indexed = await indexEverybody(database(), await embedder(), { until: started + RUN_MS });
    if (indexed.people + indexed.meanings === 0) return;
    logger.info('search indexed', { ...indexed, milliseconds: Date.now() - started });
  },
);
