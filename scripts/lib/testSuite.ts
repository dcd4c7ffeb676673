/** Runs one test suite in a process of its own and sends the result to its parent. */
import { glob } from 'node:fs/promises';
import { join } from 'node:path';
import Mocha from 'mocha';
import { recordLogs } from '../../functions/test/support/logs.ts';
import { ROOT } from './root.ts';

export type SuiteName = 'unit' | 'redis' | 'postgres' | 'emulator' | 'pooler' | 'browser';

export interface SuiteOptions {
  suite: SuiteName;
  /** Runs only tests whose full name contains this text. */
  grep: string | undefined;
  reporter: 'dot' | 'spec';
}

export interface SuiteResult {
  passed: number;
  /** One line each: the test's full name and the first line of its error. */
  failures: string[];
}

const FOLDERS = '{functions/test,scripts,clients/typescript/test}/**';
const FILES: Record<SuiteName, (file: string) => boolean> = {
  unit: (file) => !/\.(redis|postgres|emulator|browser)\.test\.ts$/.test(file),
  redis: (file) => file.endsWith('.redis.test.ts'),
  postgres: (file) => file.endsWith('.postgres.test.ts'),
  emulator: (file) => file.endsWith('.emulator.test.ts'),
  pooler: (file) => file.endsWith('.postgres.test.ts'),
  browser: (file) => file.endsWith('.browser.test.ts'),
};

const { suite, grep, reporter } = JSON.parse(process.argv[2] ?? '{}') as SuiteOptions;
if (suite === 'unit') await import('../../functions/test/support/noNetwork.ts');
const mocha = new Mocha({
  reporter,
  // A skipped or focused test would leave the suite green without running.
  forbidOnly: true,
  forbidPending: true,
  rootHooks: recordLogs,
  timeout: suite === 'unit' ? 10_000 : 120_000,
  ...(grep !== undefined && { fgrep: grep }),
});
const files = await Array.fromAsync(glob(`${FOLDERS}/*.test.ts`, { cwd: ROOT }));
for (const file of files.filter(FILES[suite]).sort()) mocha.addFile(join(ROOT, file));
await mocha.loadFilesAsync();
const failures: string[] = [];
const runner = mocha.run(() => {
  const result: SuiteResult = { passed: runner.stats?.passes ?? 0, failures };
  process.send?.(result, () => process.exit(0));
});
runner.on('fail', (test, error: Error) => {
  failures.push(`${test.fullTitle()}: ${error.message.split('\n', 1)[0] ?? ''}`);
});
