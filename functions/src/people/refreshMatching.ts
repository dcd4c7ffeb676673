import { job } from '../platform/job.ts';
import { refreshSkillNeighbours } from '../skills/index.ts';
import { refreshMatchingStatistics } from './matching/refreshMatchingStatistics.ts';

/**
 * Recomputes the statistics that matching people relies on, and which skills occur together. Reads all attendance and
 * writes a row per attendee: half a minute for 100,000 people, several minutes for a million.
 */
export const refreshMatching = job({
  name: 'refreshMatching',
  does: 'recomputes matching statistics and related skills',
  schedule: '30 2 * * *',
  after: [],
  deadlineHours: 26,
  options: { timeoutSeconds: 1800, memory: '2GiB' },
  async run({ sql, now }) {
    const people = await refreshMatchingStatistics(sql, now);
    await refreshSkillNeighbours(sql);
    return people;
  },
});
