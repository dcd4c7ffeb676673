import type { Command } from 'commander';
import {
  countDeadLetters,
  discardDeadLetters,
  listDeadLetters,
  replayDeadLetters,
  showDeadLetter,
  type Which,
} from '../functions/src/sync/deadLetters/deadLetterReplay.ts';
import { collections } from '../functions/src/sync/collections/index.ts';
import { command, positive, run } from './lib/command.ts';
import { progress } from './lib/progress.ts';
import { openTarget, withTarget } from './lib/target.ts';

const program = withTarget(
  command(
    'npm run dead-letters',
    'Documents whose newest state cannot be applied to Postgres: lists, shows, replays and discards them.',
  ),
).usage('-- [command] [options]');

program
  .command('list', { isDefault: true })
  .description('open letters, with what is wrong and what to do')
  .option('--reason <text>', 'only those whose reason holds this text')
  .option('--limit <number>', 'at most so many', positive, 100)
  .action((options: { reason?: string; limit: number }, self: Command) =>
    run(async (cleanup) => {
      const { sql } = await openTarget(cleanup, self);
      const letters = await listDeadLetters(sql, options);
      for (const { id, path, reason, attempts, lastFailedAt } of letters) {
        console.log(
          `${String(id).padStart(6)}  ${path ?? '(no document)'}  ${lastFailedAt}, ${String(attempts)} attempts`,
        );
        console.log(`        ${reason}`);
      }
      console.log(letters.length === 0 ? 'No dead letters.' : `${String(letters.length)} dead letters.`);
      return 0;
    }),
  );

program
  .command('show <id>')
  .description('one letter with the message that failed (it may hold personal data)')
  .action((id: string, _options: object, self: Command) =>
    run(async (cleanup) => {
      const { sql } = await openTarget(cleanup, self);
      const letter = await showDeadLetter(sql, positive(id));
      console.log(letter === null ? `There is no dead letter ${id}.` : JSON.stringify(letter, null, 2));
      return letter === null ? 1 : 0;
    }),
  );

selecting(program.command('replay'), 'applies the documents’ present state; what fails again stays').action(
  (options: Selection, self: Command) =>
    run(async (cleanup) => {
      const which = chosen(options);
      const { firestore, sql } = await openTarget(cleanup, self);
      const bar = progress('Replaying', await countDeadLetters(sql, which));
      const { settled, failed } = await replayDeadLetters(firestore, sql, Object.values(collections), which, {
        onProgress: bar.update,
      });
      bar.stop();
      console.log(`${String(settled)} settled, ${String(failed)} failed again.`);
      return failed === 0 ? 0 : 1;
    }),
);

selecting(program.command('discard'), 'gives letters up: the documents stay out of Postgres').action(
  (options: Selection, self: Command) =>
    run(async (cleanup) => {
      const which = chosen(options);
      const { sql } = await openTarget(cleanup, self);
      console.log(`${String(await discardDeadLetters(sql, which))} discarded.`);
      return 0;
    }),
);

await program.parseAsync();

interface Selection {
  id?: number;
  reason?: string;
  all?: true;
}

function selecting(sub: Command, description: string): Command {
  return sub
    .description(description)
    .option('--id <number>', 'this one', positive)
    .option('--reason <text>', 'those whose reason holds this text')
    .option('--all', 'all that are open');
}

function chosen({ id, reason, all }: Selection): Which {
  const given = [id, reason, all].filter((option) => option !== undefined);
  if (given.length !== 1) throw new Error('Say which letters: one of --id, --reason or --all.');
  if (id !== undefined) return { id };
  return reason === undefined ? { all: true } : { reason };
}
