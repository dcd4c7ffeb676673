import { logger } from '../platform/logger.ts';
import { job } from '../platform/job.ts';
import { fitModels } from './refresh/trainModels.ts';
import { refreshLists } from './refresh/refreshLists.ts';

const TIMEOUT_SECONDS = 1800;

/** When no further list is begun, in milliseconds after the start. */
const DEADLINE_MS = (TIMEOUT_SECONDS - 120) * 1000;

/**
 * Every night, when refreshMatching is done: learns the models anew, and makes the lists of the students who were
 * active in the last 30 days, those with the oldest lists first, as far as the time allows; the others' lists
 * are made when they ask. Removes what has expired.
 */
export const refreshRecommendations = job({
  name: 'refreshRecommendations',
  does: 'learns the rankings anew, makes lists for active students',
  schedule: 'every day 03:00',
  after: ['refreshMatching'],
  deadlineHours: 26,
  options: { timeoutSeconds: TIMEOUT_SECONDS, memory: '2GiB' },
  async run({ sql, now }) {
    const started = Date.now();
    const areModelsFitted = await fitModels(sql, now);
    const done = await refreshLists(sql, now, () => Date.now() - started < DEADLINE_MS);
    logger.info('recommendations refreshed', { ...done });
    // The lists are of use all the same, but the night has not done what it is for.
    return areModelsFitted ? done.students : null;
  },
});
