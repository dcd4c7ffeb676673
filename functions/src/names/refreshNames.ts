import { job } from '../platform/job.ts';
import { refreshLabels } from './refreshLabels.ts';

/** Decides what departments and categories are called; scheduled before the jobs that write names into answers. */
export const refreshNames = job({
  name: 'refreshNames',
  does: 'names departments and categories as most people spell them',
  schedule: 'every day 01:15',
  after: [],
  deadlineHours: 26,
  options: { timeoutSeconds: 900, memory: '1GiB' },
  run: ({ sql }) => refreshLabels(sql),
});
