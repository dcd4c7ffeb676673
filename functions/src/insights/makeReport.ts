import { job } from '../platform/job.ts';
import * as sync from '../sync/index.ts';
import { makeWeeklyReport } from './report/makeWeeklyReport.ts';

/**
 * Makes and stores the report on the previous week. It looks every day, because the campus's Monday may begin on another
 * day in UTC; the first run in a week makes it.
 */
export const makeReport = job({
  name: 'makeReport',
  does: 'makes the weekly report, unless there is one',
  schedule: '30 4 * * *',
  after: ['refreshNames', 'recomputeEngagement', 'refreshInsights', 'checkConsistency'],
  deadlineHours: 26,
  options: { timeoutSeconds: 300, memory: '512MiB' },
  run: async ({ sql, now, firestore }) =>
    makeWeeklyReport(sql, now, await sync.readStatus(await firestore(), sql)),
});
