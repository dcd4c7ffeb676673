import { logger } from 'firebase-functions';
import { onSchedule } from 'firebase-functions/scheduler';
import { databaseUrl, functionsRegion } from '../platform/config.ts';
import { database } from '../platform/postgres.ts';
import { refreshForecast as refresh } from './forecast/model.ts';

/** Every night: learns anew who stays active, from the history of the system itself. */
export const refreshForecast = onSchedule(
  {
    schedule: 'every day 04:10',
    timeZone: 'Etc/UTC',
    region: functionsRegion,
    secrets: [databaseUrl],
    timeoutSeconds: 900,
    memory: '1GiB',
    maxInstances: 1,
  },
  async () => {
    const started = Date.now();
    const cases = await refresh(database(), new Date());
    logger.info(cases === null ? 'too little history to learn a forecast from' : 'forecast learned', {
      cases,
      milliseconds: Date.now() - started,
    });
  },
);
