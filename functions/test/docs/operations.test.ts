import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import '../../src/index.ts';
import { registeredJobs } from '../../src/platform/job.ts';

const OPERATIONS = read('../../../docs/operations.md');

describe('docs/operations.md', () => {
  it('lists every job with its schedule and deadline', () => {
    const documented = [...OPERATIONS.matchAll(/^\| `(\w+)` \| `([^|]+)` \| (\d+) \|/gm)].map(
      ([, name, schedule, deadlineHours]) => `${String(name)}: ${String(schedule)}, ${String(deadlineHours)}`,
    );
    const declared = registeredJobs().map(
      ({ name, schedule, deadlineHours }) => `${name}: ${schedule}, ${String(deadlineHours)}`,
    );
    assert.deepEqual(documented.sort(), declared.sort());
  });

  it('says what to do about every alert', () => {
    const source = read('../../src/platform/alert.ts');
    const raised = [...source.matchAll(/^ +\| '([a-z-]+)'/gm)].map(([, name]) => name);
    assert.ok(raised.length > 0, 'alert.ts lists the alerts in another form');
    assert.deepEqual(firstColumn('alert').sort(), raised.sort());
  });

  it('names log entries that the writer makes', () => {
    const source = read('../../src/sync/pipeline/applyBatch.ts');
    for (const message of firstColumn('log entry')) {
      assert.ok(source.includes(`logger.error('${message}'`), message);
    }
  });
});

/** The names in the first column of the Markdown table whose first column has this title. */
function firstColumn(title: string): string[] {
  const [, rows = ''] =
    new RegExp(`^\\| ${title} \\| .*\\n\\|[-|]+\\n((?:\\|.*\\n)+)`, 'm').exec(OPERATIONS) ?? [];
  const names = [...rows.matchAll(/^\| `([^`]+)`/gm)].map(([, name = '']) => name);
  assert.ok(names.length > 0, `there is no table of ${title}`);
  return names;
}

function read(path: string): string {
  return readFileSync(new URL(path, import.meta.url), 'utf8');
}
