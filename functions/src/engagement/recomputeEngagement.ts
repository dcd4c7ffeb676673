import { job } from '../platform/job.ts';
import { recompute } from './score/recompute.ts';

/**
 * Every night: brings the engagement of everybody up to date, late changes included. Today counts as far as it
 * has come, and is completed the next night.
 */
export const recomputeEngagement = job({
  name: 'recomputeEngagement',
  does: 'engagement of everybody, day by day',
  schedule: 'every day 01:30',
  deadlineHours: 26,
  options: { timeoutSeconds: 1800, memory: '512MiB' },
  run: ({ sql, now }) => recompute(sql, now),
});
