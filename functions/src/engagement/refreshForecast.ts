import { job } from '../platform/job.ts';
import { refreshForecastModel } from './forecast/refreshForecastModel.ts';

/** Every night: trains the activity forecast on the system's own history. */
export const refreshForecast = job({
  name: 'refreshForecast',
  does: 'trains the activity forecast',
  schedule: '10 4 * * *',
  after: [],
  deadlineHours: 26,
  options: { timeoutSeconds: 900, memory: '1GiB' },
  // While there is too little history, nothing is trained.
  run: async ({ sql, now }) => (await refreshForecastModel(sql, now)) ?? 0,
});
