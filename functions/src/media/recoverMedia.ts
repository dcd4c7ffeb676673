import { logger } from 'firebase-functions';
import { onSchedule } from 'firebase-functions/scheduler';
import { functionsRegion } from '../platform/config.ts';
import { database } from '../platform/postgres.ts';
import { isSetUp } from '../platform/cloudinary.ts';
import { MEDIA_SECRETS } from './files/options.ts';
import { stores } from './files/stores.ts';
import { recover } from './files/sweep.ts';

/** Every 15 minutes: finds uploads that nobody told of, copies that were not made, files that were not removed. */
export const recoverMedia = onSchedule(
  {
    schedule: 'every 15 minutes',
    region: functionsRegion,
    secrets: MEDIA_SECRETS,
    timeoutSeconds: 540,
    memory: '256MiB',
    maxInstances: 1,
  },
  async () => {
    if (!isSetUp()) return;
    logger.info('media recovered', await recover(database(), stores(), new Date()));
  },
);
