import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { limitConcurrency } from '../functions/src/platform/concurrency.ts';
import { checkDocuments } from './docs/checkDocuments.ts';
import { parseHelp, type Help } from './docs/help.ts';
import { command, run } from './lib/command.ts';
import { ROOT } from './lib/root.ts';

command(
  'npm run check-docs',
  'Finds dead links in all Markdown documents, and npm commands that do not exist or have options their help does not know.',
).parse();

await run(async () => {
  const { documents, problems } = await checkDocuments(ROOT, readHelp());
  for (const problem of problems) console.error(problem);
  console.log(`${String(documents)} documents checked, ${String(problems.length)} problems found.`);
  return problems.length === 0 ? 0 : 1;
});

/** Asks each command for its help once. */
function readHelp(): (script: string, subcommand?: string) => Promise<Help> {
  const limited = limitConcurrency(availableParallelism());
  const known = new Map<string, Promise<Help>>();
  return (script, subcommand) => {
    const args = [script, ...(subcommand === undefined ? [] : [subcommand])];
    const key = args.join(' ');
    const help = known.get(key) ?? limited(() => ask(args));
    known.set(key, help);
    return help;
  };
}

async function ask([script = '', ...args]: string[]): Promise<Help> {
  if (!existsSync(join(ROOT, `scripts/${script}.ts`))) return parseHelp('');
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(ROOT, `scripts/${script}.ts`), ...args, '--help'],
    { env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'check-docs-compile-cache') } },
  );
  return parseHelp(stdout);
}
