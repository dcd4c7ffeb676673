import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../lib/root.ts';

/** Runs an operator's command in a process of its own. Returns its exit code and the last line that it printed. */
export function runScript(
  name: string,
  args: string[],
  environment: NodeJS.ProcessEnv,
): Promise<{ code: number; lastLine: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', join(ROOT, `scripts/${name}.ts`), ...args],
      { env: { ...process.env, ...environment }, maxBuffer: 2 ** 26 },
      (error, output) => {
        const code = error === null ? 0 : Number(error.code ?? 1);
        resolve({ code, lastLine: output.trimEnd().split('\n').at(-1) ?? '' });
      },
    );
  });
}
