import { job } from '../platform/job.ts';
import { refreshCareerPaths } from './paths/refreshCareerPaths.ts';

/** Every night: retrains the prediction of career paths if a position or the taxonomy has changed. */
export const refreshCareers = job({
  name: 'refreshCareers',
  does: 'retrains career paths',
  schedule: '40 4 * * *',
  after: [],
  deadlineHours: 26,
  options: { timeoutSeconds: 1800, memory: '2GiB' },
  run: ({ sql, now }) => refreshCareerPaths(sql, now),
});
