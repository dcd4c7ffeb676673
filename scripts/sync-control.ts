import type { Command } from 'commander';
import { HOUR_MS } from '../functions/src/learning/calendar.ts';
import { isFullyOn, RETENTION_MS, type Mode } from '../functions/src/sync/control/control.ts';
import { readStatus } from '../functions/src/sync/control/status.ts';
import { command, run, share, wholeNumber } from './lib/command.ts';
import { clearPausedSince, setMode } from './lib/controlDocument.ts';
import { printStatus } from './lib/printStatus.ts';
import { recordCommand } from './lib/recordCommand.ts';
import { collectionsArgument, openTarget, selectCollections, withTarget, type Target } from './lib/target.ts';
import { hasUnrepaired, verifyCollections } from './lib/verifyCollections.ts';

/** Time until a message is redelivered: ten minutes between attempts, and time to work off the queue. */
const REDELIVERY_MS = HOUR_MS;

const DEFAULT_GRACE_SECONDS = 60;

const DELAY_NOTE = 'All instances follow within 5 seconds.';

const program = withTarget(
  command(
    'npm run sync-control',
    'Shows the state of the synchronisation, pauses and resumes it. All instances follow within 5 seconds; paused changes stay in Pub/Sub.',
  ),
).usage('-- [command] [options]');

program
  .command('show', { isDefault: true })
  .description('show mode, lag, oldest unapplied change, counts and last checks')
  .option('--json', 'print one JSON object')
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
  .description('stop applying changes, of these tables or of all')
  .addArgument(collectionsArgument())
  .action((tables: string[], _options: object, self: Command) => changeMode('paused', tables, self));

program
  .command('share')
  .argument('<share>', 'from 0 to 1', share)
  .description('apply changes of a share of the documents; the others stay in Pub/Sub')
  .addArgument(collectionsArgument())
  .action((part: number, tables: string[], _options: object, self: Command) =>
    part === 1 ? resume(tables, { grace: DEFAULT_GRACE_SECONDS }, self) : changeMode(part, tables, self),
  );

program
  .command('on')
  .alias('resume')
  .description('apply all changes; repairs losses if the pause outlived Pub/Sub’s retention')
  .addArgument(collectionsArgument())
  .option('--repair', 'compare and repair every document, however short the pause was')
  .option('--grace <seconds>', 'time that a change may take to arrive', wholeNumber, DEFAULT_GRACE_SECONDS)
  .action(resume);

await program.parseAsync();

function resume(tables: string[], options: { repair?: true; grace: number }, self: Command): Promise<never> {
  return run(async (cleanup) => {
    const target = await openTarget(cleanup, self);
    await recordCommand(target.sql, 'sync-control on', { tables });
    const control = await setMode(target.firestore, 'on', tables);
    const fullyOn = isFullyOn(control);
    const others = fullyOn ? '' : ' Other tables are still paused.';
    console.log(`${describeMode('on', tables)}. ${DELAY_NOTE}${others}`);
    const pausedMs = control.pausedSince === null ? 0 : Date.now() - Date.parse(control.pausedSince);
    const safePauseMs = RETENTION_MS - REDELIVERY_MS;
    if (options.repair || pausedMs > safePauseMs) {
      if (!(await repair(target, tables, options.grace))) return 1;
    } else {
      console.log(
        'Deferred changes arrive within about ten minutes: "npm run sync-control" shows how many remain.',
      );
    }
    if (fullyOn) await clearPausedSince(target.firestore);
    return 0;
  });
}

function changeMode(mode: Mode, tables: string[], self: Command): Promise<never> {
  return run(async (cleanup) => {
    const { firestore, sql } = await openTarget(cleanup, self);
    await recordCommand(sql, `sync-control ${self.name()}`, { mode, tables });
    await setMode(firestore, mode, tables);
    console.log(`${describeMode(mode, tables)}. ${DELAY_NOTE}`);
    console.log(`Pub/Sub keeps deferred changes for ${String(RETENTION_MS / HOUR_MS)} hours.`);
    return 0;
  });
}

/** Compares and repairs every document, including deferred ones, whose messages may be lost. */
async function repair(target: Target, tables: string[], graceSeconds: number): Promise<boolean> {
  console.log('Messages may have been lost: comparing every document.');
  const checks = await verifyCollections(target, selectCollections(tables), {
    share: 1,
    gracePeriodMs: graceSeconds * 1000,
    repairLimit: Infinity,
    includeDeferred: true,
  });
  const isRepaired = !hasUnrepaired(checks);
  if (!isRepaired) {
    console.log('Not every difference could be repaired: run "npm run sync-control -- on" again.');
  }
  return isRepaired;
}

function describeMode(mode: Mode, tables: string[]): string {
  const scope = tables.length === 0 ? '' : ` for ${tables.join(', ')}`;
  if (mode === 'on') return `On${scope}`;
  return mode === 'paused' ? `Paused${scope}` : `On for ${String(mode * 100)} % of the documents${scope}`;
}
