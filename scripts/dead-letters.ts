import type { Command } from 'commander';
import { allCollections } from '../functions/src/sync/collections/index.ts';
import { discardDeadLetters } from '../functions/src/sync/deadLetters/discardDeadLetters.ts';
import { listDeadLetters, readDeadLetter } from '../functions/src/sync/deadLetters/listDeadLetters.ts';
import { replayDeadLetters } from '../functions/src/sync/deadLetters/replayDeadLetters.ts';
import { peopleOfPaths } from '../functions/src/sync/deadLetters/peopleOfPaths.ts';
import { requireDeadLetters, type DeadLetterSelection } from '../functions/src/sync/deadLetters/selection.ts';
import { command, positive, run } from './lib/command.ts';
import { progress } from './lib/progress.ts';
import { recordCommand } from './lib/recordCommand.ts';
import { openTarget, withTarget } from './lib/target.ts';

const program = withTarget(
  command(
    'npm run dead-letters',
    'Lists, shows, replays and discards dead letters: documents whose newest state cannot be applied to Postgres.',
  ),
).usage('-- [command] [options]');

program
  .command('list', { isDefault: true })
  .description('list open dead letters, with the reason and how to fix it')
  .option('--reason <text>', 'only those whose reason contains this text')
  .option('--discarded', 'those that were discarded instead')
  .option('--limit <number>', 'maximum number to list', positive, 100)
  .action((options: { reason?: string; discarded?: true; limit: number }, self: Command) =>
    run(async (cleanup) => {
      const { sql } = await openTarget(cleanup, self);
      const deadLetters = await listDeadLetters(sql, options);
      await recordCommand(sql, 'dead-letters list', { people: peopleOfPaths(deadLetters) });
      for (const { id, path, reason, attempts, lastFailedAt } of deadLetters) {
        console.log(
          `${String(id).padStart(6)}  ${path ?? '(no document)'}  ${lastFailedAt}, ${count(attempts, 'attempt')}`,
        );
        console.log(`        ${reason}`);
      }
      console.log(
        deadLetters.length === 0 ? 'No dead letters.' : `${count(deadLetters.length, 'dead letter')}.`,
      );
      return 0;
    }),
  );

program
  .command('show <id>')
  .description('show one dead letter with the message that failed (may contain personal data)')
  .action((id: string, _options: object, self: Command) =>
    run(async (cleanup) => {
      const { sql } = await openTarget(cleanup, self);
      const deadLetter = await readDeadLetter(sql, positive(id));
      const people = peopleOfPaths(deadLetter === null ? [] : [deadLetter]);
      await recordCommand(sql, 'dead-letters show', { people, id: positive(id) });
      console.log(
        deadLetter === null
          ? `There is no dead letter ${id}. "npm run dead-letters" lists them.`
          : JSON.stringify(deadLetter, null, 2),
      );
      return deadLetter === null ? 1 : 0;
    }),
  );

withSelection(
  program.command('replay'),
  'apply the current state of the documents; what fails again stays a dead letter',
).action((options: SelectionOptions, self: Command) =>
  run(async (cleanup) => {
    const selection = toSelection(options);
    const { firestore, sql } = await openTarget(cleanup, self);
    const found = await requireDeadLetters(sql, selection);
    await recordCommand(sql, 'dead-letters replay', { id: options.id, found });
    const bar = progress('Replaying', found);
    const { resolved, failed, failures } = await replayDeadLetters(
      firestore,
      sql,
      allCollections,
      selection,
      {
        onProgress: bar.update,
      },
    );
    bar.stop();
    for (const { id, path, reason } of failures) {
      console.log(`${String(id).padStart(6)}  ${path ?? '(no document)'}\n        ${reason}`);
    }
    console.log(`${String(resolved)} resolved, ${String(failed)} failed again.`);
    return failed === 0 ? 0 : 1;
  }),
);

withSelection(
  program.command('discard'),
  'give up on dead letters: their documents stay out of Postgres, and their messages are deleted',
).action((options: SelectionOptions, self: Command) =>
  run(async (cleanup) => {
    const selection = toSelection(options);
    const { sql } = await openTarget(cleanup, self);
    const found = await requireDeadLetters(sql, selection);
    await recordCommand(sql, 'dead-letters discard', { id: options.id, found });
    console.log(`${String(await discardDeadLetters(sql, selection))} discarded.`);
    return 0;
  }),
);

await program.parseAsync();

interface SelectionOptions {
  id?: number;
  reason?: string;
  all?: true;
}

function withSelection(subcommand: Command, description: string): Command {
  return subcommand
    .description(description)
    .option('--id <number>', 'the one with this id', positive)
    .option('--reason <text>', 'those whose reason contains this text')
    .option('--all', 'all open dead letters');
}

function toSelection({ id, reason, all }: SelectionOptions): DeadLetterSelection {
  const given = [id, reason, all].filter((option) => option !== undefined);
  if (given.length !== 1) throw new Error('Pass exactly one of --id, --reason and --all.');
  if (id !== undefined) return { by: 'id', id };
  return reason === undefined ? { by: 'all' } : { by: 'reason', reason };
}

function count(number: number, noun: string): string {
  return `${String(number)} ${noun}${number === 1 ? '' : 's'}`;
}
