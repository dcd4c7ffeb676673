import type { Command } from 'commander';
import { stopErasure } from '../../functions/src/accounts/erasure/stopErasure.ts';
import { run } from '../lib/command.ts';
import { recordCommand } from '../lib/recordCommand.ts';
import { openTarget } from '../lib/target.ts';
import { findPerson } from './findPerson.ts';

const ANSWERS = {
  withdrawn: 'Withdrawn: they are shown again as they were.',
  none: 'No erasure of this person is requested.',
  begun: 'It is too late: the erasure has begun.',
  refused: 'This cannot be withdrawn.',
};

/** Adds `accounts withdraw`. */
export function addWithdraw(program: Command): void {
  program
    .command('withdraw')
    .description('withdraw an erasure that has not begun, whoever asked for it')
    .argument('<person>', 'id or e-mail address')
    .action((person: string, _options: object, self: Command) =>
      run(async (cleanup) => {
        const { sql, firestore } = await openTarget(cleanup, self);
        const uid = await findPerson(sql, person);
        await recordCommand(sql, 'accounts withdraw', { people: [uid] });
        const outcome = await stopErasure({ sql, firestore }, uid, 'operator');
        console.log(ANSWERS[outcome]);
        return outcome === 'withdrawn' ? 0 : 1;
      }),
    );
}
