import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeInventory } from './docs/describeInventory.ts';
import { command, run } from './lib/command.ts';
import { ROOT } from './lib/root.ts';

command(
  'npm run inventory',
  'Writes docs/data-inventory.md from functions/src/accounts/inventory: what is kept of whom, why, and for how long.',
).parse();

await run(async () => {
  const path = join(ROOT, 'docs/data-inventory.md');
  await writeFile(path, describeInventory());
  console.log(path);
  return 0;
});
