import type { Command } from 'commander';
import { isFullyOn, RETENTION_MS, type Mode } from '../functions/src/sync/control/control.ts';
import { readStatus } from '../functions/src/sync/control/status.ts';
import { command, run, share, wholeNumber } from './lib/command.ts';
import { forgetPause, setMode } from './lib/controlDocument.ts';
import { printStatus } from './lib/printStatus.ts';
import { collectionsArgument, named, openTarget, withTarget, type Target } from './lib/target.ts';
import { unsettled, verify } from './lib/verifyCollections.ts';

/** How long a message may take to come again: ten minutes between attempts, and time to work the queue off. */
const REDELIVERY_MS = 60 * 60 * 1000;

const DEFAULT_SETTLE = 60;

const HONOURED = 'Every instance honours it within 5 seconds.';

const program = withTarget(
  command(
    'npm run sync-control',
    'Shows the state of the synchronisation, and pauses and resumes it. A new mode is honoured within 5 seconds; what is paused waits in Pub/Sub.',
  ),
).usage('-- [command] [options]');

program
  .command('show', { isDefault: true })
  .description('mode, lag, oldest unapplied change, counts, last checks')
  .option('--json', 'as one JSON object')
  .action((options: { json?: true }, self: Command) =>
    run(async (cleanup) => {
      const { firestore, sql } = await openTarget(cleanup, self);
      const status = await readStatus(firestore, sql);
      if (options.json) console.log(JSON.stringify(status));
      else printStatus(status);
      return status.reconciled ? 0 : 1;
    }),
  );

program
  .command('pause')
  .description('apply nothing, of these tables or at all')
  .addArgument(collectionsArgument())
  .action((tables: string[], _options: object, self: Command) => change('paused', tables, self));

program
  .command('share')
  .argument('<share>', 'from 0 to 1', share)
  .description('apply a share of the documents; the others wait')
  .addArgument(collectionsArgument())
  .action((part: number, tables: string[], _options: object, self: Command) =>
    part === 1 ? resume(tables, { settle: DEFAULT_SETTLE }, self) : change(part, tables, self),
  );

program
  .command('on')
  .alias('resume')
  .description('apply everything; after a pause that outlived Pub/Sub’s retention it repairs what was lost')
  .addArgument(collectionsArgument())
  .option('--repair', 'compare every document and repair, however short the pause was')
  .option('--settle <seconds>', 'how long a change may take to arrive', wholeNumber, DEFAULT_SETTLE)
  .action(resume);

await program.parseAsync();

function resume(tables: string[], options: { repair?: true; settle: number }, self: Command): Promise<never> {
  return run(async (cleanup) => {
    const target = await openTarget(cleanup, self);
    const control = await setMode(target.firestore, 'on', tables);
    const fullyOn = isFullyOn(control);
    console.log(`${describe('on', tables)}${fullyOn ? '' : ', but not every table is'}. ${HONOURED}`);
    const paused = control.pausedSince === null ? 0 : Date.now() - Date.parse(control.pausedSince);
    const safe = target.emulated ? 0 : RETENTION_MS - REDELIVERY_MS;
    if (options.repair || paused > safe) {
      if (!(await repair(target, tables, options.settle))) return 1;
    } else {
      console.log(
        'What waited in Pub/Sub arrives within about ten minutes: "npm run sync-control" shows how much is left.',
      );
    }
    if (fullyOn) await forgetPause(target.firestore);
    return 0;
  });
}

function change(mode: Mode, tables: string[], self: Command): Promise<never> {
  return run(async (cleanup) => {
    const { firestore, emulated } = await openTarget(cleanup, self);
    await setMode(firestore, mode, tables);
    console.log(`${describe(mode, tables)}. ${HONOURED}`);
    console.log(
      emulated
        ? 'The functions emulator keeps no message that was given back: "npm run sync-control -- on" reads those documents again.'
        : `Pub/Sub keeps what waits for ${String(RETENTION_MS / 3_600_000)} hours.`,
    );
    return 0;
  });
}

/** Compares every document and repairs, also what waits: its messages may be gone. */
async function repair(target: Target, tables: string[], settle: number): Promise<boolean> {
  console.log('Messages may have been lost: comparing every document.');
  const checks = await verify(target, named(tables), {
    share: 1,
    gracePeriodMs: settle * 1000,
    repairLimit: Infinity,
    includeDeferred: true,
  });
  const left = unsettled(checks);
  if (left) console.log('Not everything could be repaired: the pause is remembered; run this again.');
  return !left;
}

function describe(mode: Mode, tables: string[]): string {
  const of = tables.length === 0 ? '' : ` for ${tables.join(', ')}`;
  if (mode === 'on') return `On${of}`;
  return mode === 'paused' ? `Paused${of}` : `On for ${String(mode * 100)} % of the documents${of}`;
}
