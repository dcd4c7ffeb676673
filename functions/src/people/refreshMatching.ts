import { logger } from 'firebase-functions';
import { onSchedule } from 'firebase-functions/scheduler';
import { databaseUrl, functionsRegion } from '../platform/config.ts';
import { database } from '../platform/postgres.ts';
import { refreshMatching as refresh } from './matching/refresh.ts';
import { refreshNeighbours } from './search/neighbours.ts';

/**
 * Every night: computes again what matching people stands on. Reads all attendances and writes one row for
 * each person who attends anything: half a minute for 100,000 people, several for a million.
 */
export const refreshMatching = onSchedule(
  {
    schedule: 'every day 02:30',
    timeZone: 'Etc/UTC',
    region: functionsRegion,
    secrets: [databaseUrl],
    timeoutSeconds: 1800,
    memory: '2GiB',
    maxInstances: 1,
  },
  async () => {
    const started = Date.now();
    const people = await refresh(database(), new Date());
    await refreshNeighbours(database());
    logger.info(people === null ? 'another refresh is going on' : 'matching refreshed', {
      people,
      milliseconds: Date.now() - started,
    });
  },
);
