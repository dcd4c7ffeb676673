import { job } from '../platform/job.ts';
import { refreshMatching as refresh } from './matching/refresh.ts';
import { refreshSkillNeighbours } from '../skills/index.ts';

/**
 * Every night: computes again what matching people stands on. Reads all attendances and writes one row for
 * each person who attends anything: half a minute for 100,000 people, several for a million.
 */
export const refreshMatching = job({
  name: 'refreshMatching',
  does: 'counts and crowds that matching stands on, and which skills go together',
  schedule: 'every day 02:30',
  after: [],
  deadlineHours: 26,
  options: { timeoutSeconds: 1800, memory: '2GiB' },
  async run({ sql, now }) {
    const people = await refresh(sql, now);
    await refreshSkillNeighbours(sql);
    return people;
  },
});
