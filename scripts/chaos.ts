import { runChaos } from './chaos/run.ts';
import { command, positive, run, wholeNumber } from './lib/command.ts';

const program = command('npm run chaos', 'chaos')
  .option('--changes <number>', 'changes to send', positive, 10_000)
  .option('--seed <number>', 'seed', wholeNumber)
  .option('--json', 'json')
  .parse();
const { changes, seed = Math.floor(Math.random() * 2 ** 31) } = program.opts<{
  changes: number;
  seed?: number;
  json?: true;
}>();

await run(async (cleanup) => {
  console.log('seed', seed);
  const started = Date.now();
  const { front, verdict, faults, ...rest } = await runChaos(cleanup, changes, seed);
  console.log(
    verdict,
    faults,
    { ...front, acknowledged: front.acknowledged.size },
    rest,
    (Date.now() - started) / 1000,
  );
  return 0;
});
