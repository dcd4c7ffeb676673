import { logger } from 'firebase-functions';
import { onSchedule } from 'firebase-functions/scheduler';
import { databaseUrl, functionsRegion } from '../platform/config.ts';
import { database } from '../platform/postgres.ts';
import { fitModels } from './refresh/fitModels.ts';
import { refreshLists } from './refresh/refreshLists.ts';

const TIMEOUT_SECONDS = 1800;

/** When no further list is begun, in milliseconds after the start. */
const DEADLINE_MS = (TIMEOUT_SECONDS - 120) * 1000;

/**
 * Every night, when refreshMatching is done: learns the models anew, and makes the lists of the students who were
 * active in the last 30 days, those with the oldest lists first, as far as the time allows; the others' lists
 * are made when they ask. Removes what has expired.
 */
export const refreshRecommendations = onSchedule(
  {
    schedule: 'every day 03:00',
    timeZone: 'Etc/UTC',
    region: functionsRegion,
    secrets: [databaseUrl],
    timeoutSeconds: TIMEOUT_SECONDS,
    memory: '2GiB',
    maxInstances: 1,
  },
  async () => {
    const started = Date.now();
    const now = new Date(started);
    await fitModels(database(), now);
    const done = await refreshLists(database(), now, () => Date.now() - started < DEADLINE_MS);
    logger.info('recommendations refreshed', { ...done, milliseconds: Date.now() - started });
  },
);
