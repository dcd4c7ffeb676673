import { job } from '../platform/job.ts';
import { refreshInsights as refresh } from './counting/refresh.ts';

/**
 * Every night, after the engagement: counts again what insights are read from. The month that has just been closed
 * is counted for the last time.
 */
export const refreshInsights = job({
  name: 'refreshInsights',
  does: 'counts that insights are read from',
  schedule: 'every day 03:00',
  after: ['recomputeEngagement'],
  deadlineHours: 26,
  options: { timeoutSeconds: 1800, memory: '1GiB' },
  run: ({ sql, now }) => refresh(sql, now),
});
