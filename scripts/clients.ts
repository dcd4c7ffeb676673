import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Contract } from './clients/contract.ts';
import { generatedFiles } from './clients/generatedFiles.ts';
import { describeApi } from './clients/docs/describeApi.ts';
import { breaks } from './clients/release/breaks.ts';
import { currentContract, lastRelease, release } from './clients/release/releases.ts';
import { packageProblems } from './clients/typescript/packageProblems.ts';
import { command, run } from './lib/command.ts';
import { ROOT } from './lib/root.ts';

/** What is generated stands between markers there. */
const API = 'docs/api.md';

const program = command(
  'npm run clients',
  'Writes the contract of the callables, the clients made from it, and what docs/api.md says of them. Fails if the contract would break clients made from the last release.',
)
  .option('--check', 'write nothing; fail also if a file differs from what would be written')
  .action(({ check = false }: { check?: boolean }) =>
    run(async () => {
      const released = await lastRelease();
      const contract = await currentContract(released);
      const different = await generate(contract, !check);
      if (check && different > 0) console.error('Run `npm run clients` and commit what it writes.');
      return reportBreaks(released, contract) > 0 || (check && different > 0) ? 1 : 0;
    }),
  );

program
  .command('release')
  .description(
    'Records the contract as released: from now on, clients in the field are taken to be made from it. Nothing is published.',
  )
  .option('--breaking', 'although clients made from the last release will break')
  .action(({ breaking = false }: { breaking?: boolean }) =>
    run(async () => {
      const released = await lastRelease();
      const contract = await currentContract(released);
      if (contract.version === released?.version) {
        console.log(`Nothing has changed since release ${String(released.version)}.`);
        return 0;
      }
      if (reportBreaks(released, contract) > 0 && !breaking) return 1;
      await generate(contract, true);
      console.log(`Released: ${await release(contract)}`);
      return 0;
    }),
  );

program
  .command('package')
  .description('Builds and packs the TypeScript client, and checks what would be published.')
  .action(() =>
    run(async (cleanup) => {
      const problems = await packageProblems(cleanup);
      for (const problem of problems) console.error(problem);
      if (problems.length === 0)
        console.log('The package resolves for bundlers and Node.js, with its types.');
      return problems.length === 0 ? 0 : 1;
    }),
  );

await program.parseAsync();

/** Writes files that differ, or names them only. @returns how many differ */
async function generate(contract: Contract, writes: boolean): Promise<number> {
  let different = 0;
  const api = await readFile(join(ROOT, API), 'utf8');
  const files = { ...generatedFiles(contract), [API]: describeApi(contract, api) };
  for (const [name, text] of Object.entries(files)) {
    const path = join(ROOT, name);
    if (text === (await readFile(path, 'utf8').catch(() => null))) continue;
    different += 1;
    console.log(`${writes ? 'Written' : 'Differs'}: ${name}`);
    if (!writes) continue;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
  return different;
}

/** @returns how many there are */
function reportBreaks(released: Contract | null, current: Contract): number {
  const problems = released === null ? [] : breaks(released, current);
  for (const problem of problems) console.error(`Breaks release ${String(released?.version)}: ${problem}`);
  if (problems.length > 0) {
    console.error(
      'Keep what was released and add beside it, or release with --breaking once no client needs it.',
    );
  }
  return problems.length;
}
