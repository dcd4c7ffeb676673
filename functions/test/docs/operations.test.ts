import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import '../../src/index.ts';
import { registeredJobs } from '../../src/platform/job.ts';

const OPERATIONS = readFileSync(new URL('../../../docs/operations.md', import.meta.url), 'utf8');

describe('the scheduled jobs of docs/operations.md', () => {
  it('are those that are declared, with their schedules and deadlines', () => {
    const documented = [...OPERATIONS.matchAll(/^\| `(\w+)` \| ([^|]+) \| (\d+) \|/gm)].map(
      ([, name, schedule, deadlineHours]) => ({ name, schedule, deadlineHours: Number(deadlineHours) }),
    );
    const declared = registeredJobs().map(({ name, schedule, deadlineHours }) => ({
      name,
      schedule,
      deadlineHours,
    }));
    const byName = (a: { name?: string | undefined }, b: { name?: string | undefined }): number =>
      (a.name ?? '').localeCompare(b.name ?? '');
    assert.deepEqual(documented.sort(byName), declared.sort(byName));
  });
});
