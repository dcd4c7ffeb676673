import { job } from '../platform/job.ts';
import { recomputeScores } from './score/recomputeScores.ts';

/** Every night: brings engagement scores up to date, late changes included. The current day is completed the next night. */
export const recomputeEngagement = job({
  name: 'recomputeEngagement',
  does: 'recomputes engagement scores',
  schedule: '30 1 * * *',
  after: [],
  deadlineHours: 26,
  options: { timeoutSeconds: 1800, memory: '512MiB' },
  run: ({ sql, now }) => recomputeScores(sql, now),
});
