import { job } from '../platform/job.ts';
import * as sync from '../sync/index.ts';
import { makeReport as make } from './report/make.ts';

/** Every Monday: makes the report on the week before, and keeps it. */
export const makeReport = job({
  name: 'makeReport',
  does: 'the weekly report',
  schedule: 'every monday 04:30',
  after: ['recomputeEngagement', 'refreshInsights', 'checkConsistency'],
  deadlineHours: 7 * 24 + 4,
  options: { timeoutSeconds: 300, memory: '512MiB' },
  run: async ({ sql, now, firestore }) => make(sql, now, await sync.readStatus(await firestore(), sql)),
});
