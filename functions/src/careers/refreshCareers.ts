import { logger } from 'firebase-functions';
import { onSchedule } from 'firebase-functions/scheduler';
import { databaseUrl, functionsRegion } from '../platform/config.ts';
import { database } from '../platform/postgres.ts';
import { refreshCareers as refresh } from './paths/refresh.ts';

/** Every night: computes again where careers lead, when a position or the taxonomy has changed. */
export const refreshCareers = onSchedule(
  {
    schedule: 'every day 04:40',
    timeZone: 'Etc/UTC',
    region: functionsRegion,
    secrets: [databaseUrl],
    timeoutSeconds: 1800,
    memory: '2GiB',
    maxInstances: 1,
  },
  async () => {
    const started = Date.now();
    const careers = await refresh(database(), new Date());
    logger.info(careers === null ? 'career paths are up to date' : 'career paths refreshed', {
      careers,
      milliseconds: Date.now() - started,
    });
  },
);
