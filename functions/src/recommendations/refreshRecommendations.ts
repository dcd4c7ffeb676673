import { logger } from '../platform/logger.ts';
import { job } from '../platform/job.ts';
import { trainModels } from './refresh/trainModels.ts';
import { refreshLists } from './refresh/refreshLists.ts';

const TIMEOUT_SECONDS = 1800;

/** No list is started this long after the job began. */
const LAST_START_MS = (TIMEOUT_SECONDS - 120) * 1000;

/**
 * Trains the models, then makes the lists of the students who were active in the last 30 days, oldest lists first, as far
 * as time allows. Other lists are made on request. Removes what has expired.
 */
export const refreshRecommendations = job({
  name: 'refreshRecommendations',
  does: 'trains the rankings, makes lists for active students',
  schedule: '0 3 * * *',
  after: ['refreshMatching', 'refreshNames'],
  deadlineHours: 26,
  options: { timeoutSeconds: TIMEOUT_SECONDS, memory: '2GiB' },
  async run({ sql, now }) {
    const started = Date.now();
    const areModelsTrained = await trainModels(sql, now);
    const lists = await refreshLists(sql, now, () => Date.now() - started < LAST_START_MS);
    logger.info('recommendations refreshed', { ...lists });
    // The lists are useful anyway, but a run without training counts as skipped.
    return areModelsTrained ? lists.students : null;
  },
});
