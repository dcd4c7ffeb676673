import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import type { Cleanup } from '../../lib/command.ts';
import { ROOT } from '../../lib/root.ts';

const PACKAGE = join(ROOT, 'clients/typescript');

/** How apps resolve packages; the package is of ES modules only. */
const RESOLUTIONS = ['node16-esm', 'bundler'];

/** What publint and “Are the types wrong?” find in the package as it would be published. */
export async function packageProblems(cleanup: Cleanup): Promise<string[]> {
  const tarball = await pack(cleanup);
  const { messages } = await publint({ pack: { tarball: tarball.buffer }, strict: true });
  const manifest = JSON.parse(await readFile(join(PACKAGE, 'package.json'), 'utf8')) as object;
  const lints = messages.map((message) => `publint: ${formatMessage(message, manifest) ?? message.code}`);
  const types = await checkPackage(createPackageFromTarballData(tarball));
  if (types.types === false) return [...lints, 'The package has no types.'];
  const faults = types.problems
    .filter((problem) => !('resolutionKind' in problem) || RESOLUTIONS.includes(problem.resolutionKind))
    .map((problem) => `Types: ${JSON.stringify(problem)}`);
  return [...lints, ...faults];
}

/** Builds and packs. */
async function pack(cleanup: Cleanup): Promise<Uint8Array<ArrayBuffer>> {
  const directory = await mkdtemp(join(tmpdir(), 'talent-package-'));
  cleanup(() => rm(directory, { recursive: true, force: true }));
  const { stdout } = await promisify(execFile)(
    'npm',
    ['pack', '--json', '--silent', '--pack-destination', directory],
    { cwd: PACKAGE },
  );
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
  return new Uint8Array(await readFile(join(directory, filename)));
}
