import { job } from '../platform/job.ts';
import { refreshAggregates } from './aggregation/refreshAggregates.ts';

/** Recomputes the tables that insights are read from; scheduled after the engagement scores. */
export const refreshInsights = job({
  name: 'refreshInsights',
  does: 'recomputes the counts that insights are read from',
  schedule: '0 3 * * *',
  after: ['recomputeEngagement', 'refreshNames'],
  deadlineHours: 26,
  options: { timeoutSeconds: 1800, memory: '1GiB' },
  run: ({ sql, now }) => refreshAggregates(sql, now),
});
