import { job } from '../platform/job.ts';
import { transaction } from '../platform/postgres.ts';
import { refreshSkillNames } from '../skills/index.ts';
import { refreshLabels } from './refreshLabels.ts';

/** Decides what skills, departments and categories are called; scheduled before the jobs that write names into answers. */
export const refreshNames = job({
  name: 'refreshNames',
  does: 'names skills, departments and categories as most people spell them',
  schedule: '15 1 * * *',
  after: [],
  deadlineHours: 26,
  options: { timeoutSeconds: 900, memory: '1GiB' },
  async run({ sql }) {
    const labels = await refreshLabels(sql);
    return labels + (await transaction(sql, refreshSkillNames));
  },
});
