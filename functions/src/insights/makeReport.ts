import { job } from '../platform/job.ts';
import * as sync from '../sync/index.ts';
import { makeWeeklyReport } from './report/makeWeeklyReport.ts';

/** Makes and stores the report on the previous week. */
export const makeReport = job({
  name: 'makeReport',
  does: 'makes the weekly report',
  schedule: '30 4 * * 1',
  after: ['refreshNames', 'recomputeEngagement', 'refreshInsights', 'checkConsistency'],
  deadlineHours: 7 * 24 + 4,
  options: { timeoutSeconds: 300, memory: '512MiB' },
  run: async ({ sql, now, firestore }) =>
    makeWeeklyReport(sql, now, await sync.readStatus(await firestore(), sql)),
});
