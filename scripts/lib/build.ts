import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from './root.ts';

/** Compiles the functions to `functions/lib`, as for a deployment. @throws Error with the compiler's output */
export async function buildFunctions(): Promise<void> {
  await rm(join(ROOT, 'functions/lib'), { recursive: true, force: true });
  try {
    await promisify(execFile)(process.execPath, [
      join(ROOT, 'node_modules/typescript/bin/tsc'),
      '-p',
      join(ROOT, 'functions'),
      // "npm run verify" checks the types, in three times the time.
      '--noCheck',
    ]);
  } catch (error) {
    const { stdout } = error as { stdout?: string };
    throw new Error(`The functions do not compile:\n${stdout ?? String(error)}`, { cause: error });
  }
}
