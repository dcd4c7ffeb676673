import { job } from '../platform/job.ts';
import { refreshCareers as refresh } from './paths/refresh.ts';

/** Every night: computes again where careers lead, when a position or the taxonomy has changed. */
export const refreshCareers = job({
  name: 'refreshCareers',
  does: 'computes where careers lead',
  schedule: 'every day 04:40',
  deadlineHours: 26,
  options: { timeoutSeconds: 1800, memory: '2GiB' },
  run: ({ sql, now }) => refresh(sql, now),
});
