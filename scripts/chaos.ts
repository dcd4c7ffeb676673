import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { faultTotals, holds, printReport } from './chaos/report.ts';
import { runChaos } from './chaos/runChaos.ts';
import { command, positive, run, wholeNumber } from './lib/command.ts';

const program = command(
  'npm run chaos',
  'Sends a random history through the served writer while everything around it fails: writers are killed, Postgres crashes, connections are cut, statements fail, the synchronisation is paused, messages come twice, late and out of order, and some are poison. Exits with 0 only when nothing was lost or done twice and all counts reconcile.',
)
  .option('--changes <number>', 'changes to send', positive, 10_000)
  .option('--seed <number>', 'repeats the history and the faults of an earlier run', wholeNumber)
  .option('--pause <seconds>', 'pause the synchronisation for so long', positive, 15)
  .option('--json', 'print the figures as one JSON object in the last line')
  .parse();
const options = program.opts<{ changes: number; seed?: number; pause: number; json?: true }>();
const { changes, seed = Math.floor(Math.random() * 2 ** 31) } = options;

await run(async (cleanup) => {
  console.log(`${changes.toLocaleString('en')} changes, seed ${String(seed)}`);
  const started = Date.now();
  const result = await runChaos(cleanup, { changes, seed, pause: options.pause });
  const { lost, doubled, unreconciled, received, applied, superseded, deadLettered } = result.verdict;
  const good = holds(result);
  printReport(result);
  const sums = `lost ${String(lost)}, doubled ${String(doubled)}, unreconciled ${String(unreconciled)}`;
  const seconds = Math.round((Date.now() - started) / 1000);
  console.log(`\n${good ? 'Holds' : 'DOES NOT HOLD'}: ${sums}, in ${String(seconds)} s`);
  console.log(`Again: npm run chaos -- --changes ${String(changes)} --seed ${String(seed)}`);
  if (good) await rm(dirname(result.logFile), { recursive: true });
  else console.log(`The writers' log: ${result.logFile}`);
  if (options.json) {
    const faults = Object.values(faultTotals(result)).reduce((sum, count) => sum + count, 0);
    const figures = {
      seed,
      changes,
      faults,
      deliveries: result.front.deliveries,
      received,
      applied,
      superseded,
      dead_lettered: deadLettered,
      lost,
      doubled,
      unreconciled,
      seconds,
    };
    const named = Object.entries(figures).map(([name, value]) => [`chaos.${name}`, value]);
    console.log(JSON.stringify(Object.fromEntries(named)));
  }
  return good ? 0 : 1;
});
