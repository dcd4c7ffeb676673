import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { countFaults, hasPassed, printReport } from './chaos/report.ts';
import { runChaos } from './chaos/runChaos.ts';
import { command, positive, run, wholeNumber } from './lib/command.ts';

const program = command(
  'npm run chaos',
  'Sends a random history through the real writer while injecting faults: writers are killed, Postgres crashes, connections are cut, logins are refused, Postgres is read-only, a job loses its lock, statements fail, the synchronisation is paused, messages are duplicated, delayed and reordered, and some are poison. Exits with 0 only if nothing was lost or applied twice and all counts reconcile.',
)
  .option('--changes <number>', 'number of changes to send', positive, 10_000)
  .option('--seed <number>', 'repeat the history and faults of an earlier run', wholeNumber)
  .option('--pause <seconds>', 'duration of the pause', positive, 15)
  .option('--json', 'print the figures as one JSON object on the last line')
  .parse();
const options = program.opts<{ changes: number; seed?: number; pause: number; json?: true }>();
const { changes, seed = Math.floor(Math.random() * 2 ** 31) } = options;

await run(async (cleanup) => {
  console.log(`${changes.toLocaleString('en')} changes, seed ${String(seed)}`);
  const started = Date.now();
  const result = await runChaos(cleanup, { changes, seed, pause: options.pause });
  const { lost, doubled, unreconciled, received, applied, superseded, deadLettered } = result.verdict;
  const passed = hasPassed(result);
  printReport(result);
  const totals = `lost ${String(lost)}, doubled ${String(doubled)}, unreconciled ${String(unreconciled)}`;
  const seconds = Math.round((Date.now() - started) / 1000);
  console.log(`\n${passed ? 'Passed' : 'FAILED'}: ${totals}, in ${String(seconds)} s`);
  console.log(`Repeat with: npm run chaos -- --changes ${String(changes)} --seed ${String(seed)}`);
  if (passed) await rm(dirname(result.logFile), { recursive: true });
  else console.log(`Log of the writers: ${result.logFile}`);
  if (options.json) {
    const faults = Object.values(countFaults(result)).reduce((sum, count) => sum + count, 0);
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
    const prefixed = Object.entries(figures).map(([name, value]) => [`chaos.${name}`, value]);
    console.log(JSON.stringify(Object.fromEntries(prefixed)));
  }
  return passed ? 0 : 1;
});
