import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { generatedFiles } from './clients/generatedFiles.ts';
import { readContract } from './clients/readContract.ts';
import { command, run } from './lib/command.ts';
import { ROOT } from './lib/root.ts';

const program = command(
  'npm run clients',
  'Writes the contract of the callables, and what is generated from it, into clients/.',
)
  .option('--check', 'write nothing; fail if a file differs from what would be written')
  .parse();

const { check = false } = program.opts<{ check?: boolean }>();

await run(async () => {
  const files = Object.entries(generatedFiles(await readContract(1)));
  let different = 0;
  for (const [name, text] of files) {
    const path = join(ROOT, 'clients', name);
    if (text === (await readFile(path, 'utf8').catch(() => null))) continue;
    different += 1;
    console.log(`${check ? 'Differs' : 'Written'}: clients/${name}`);
    if (check) continue;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
  if (!check || different === 0) return 0;
  console.error('Run `npm run clients` and commit what it writes.');
  return 1;
});
