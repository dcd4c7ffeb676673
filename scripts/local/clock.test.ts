import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** What a new process prints that moves its clock and starts another one. */
async function printInChild(expression: string): Promise<string> {
  const child = `execFileSync(process.execPath, ['-p', ${JSON.stringify(expression)}])`;
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--disable-warning=ExperimentalWarning',
    '--input-type=module',
    '--eval',
    `import { execFileSync } from 'node:child_process';
     import { moveClock } from ${JSON.stringify(import.meta.resolve('./clock.ts'))};
     moveClock('2028-02-29');
     process.stdout.write(new Date().toISOString().slice(0, 10) + ' ' + ${child});`,
  ]);
  return stdout.trim();
}

describe('moveClock', () => {
  it('moves the present of the process and of those it starts', async () => {
    assert.equal(
      await printInChild('new Date(Date.now()).toISOString().slice(0, 10)'),
      '2028-02-29 2028-02-29',
    );
  });

  it('leaves given times alone', async () => {
    assert.equal(
      await printInChild("new Date(0).toISOString() + (new Date('2026-01-01') instanceof Date)"),
      '2028-02-29 1970-01-01T00:00:00.000Ztrue',
    );
  });
});
