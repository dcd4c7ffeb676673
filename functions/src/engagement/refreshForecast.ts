import { job } from '../platform/job.ts';
import { refreshForecast as refresh } from './forecast/model.ts';

/** Every night: learns anew who stays active, from the history of the system itself. */
export const refreshForecast = job({
  name: 'refreshForecast',
  does: 'learns who stays active',
  schedule: 'every day 04:10',
  deadlineHours: 26,
  options: { timeoutSeconds: 900, memory: '1GiB' },
  // No cases while there is too little history to learn from.
  run: async ({ sql, now }) => (await refresh(sql, now)) ?? 0,
});
