import type { Command } from 'commander';
import { runErasure } from '../../functions/src/accounts/erasure/runErasure.ts';
import { startErasure } from '../../functions/src/accounts/erasure/startErasure.ts';
import { STEP_NAMES } from '../../functions/src/accounts/erasure/step.ts';
import { personalStores } from '../../functions/src/accounts/personalStores.ts';
import { finishErasures } from '../../functions/src/accounts/finishErasures.ts';
import { missingSettings } from '../jobs/missingSettings.ts';
import { run, wholeNumber } from '../lib/command.ts';
import { progress } from '../lib/progress.ts';
import { recordCommand } from '../lib/recordCommand.ts';
import { openTarget } from '../lib/target.ts';
import { findPerson } from './findPerson.ts';

/** The longest time for one statement. */
const TIMEOUT_SECONDS = 1800;

/** Adds `accounts erase`. */
export function addErase(program: Command): void {
  program
    .command('erase')
    .description(
      'erase somebody from every store, for good; the functions look again after 2 and after 25 hours. Started again, it goes on where it stopped',
    )
    .argument('<person>', 'id or e-mail address')
    .option(
      '--grace-days <days>',
      'only begin after so many days; until then they are hidden',
      wholeNumber,
      0,
    )
    .action((person: string, { graceDays }: { graceDays: number }, self: Command) =>
      run(async (cleanup) => {
        const { options } = finishErasures.definition;
        const missing = missingSettings({ name: 'This', options });
        if (missing !== null) throw new Error(missing);
        const { sql, firestore } = await openTarget(cleanup, self);
        const uid = await findPerson(sql, person);
        await recordCommand(sql, 'accounts erase', { people: [uid], graceDays });
        const now = new Date();
        const erasure = await startErasure(
          { sql, firestore },
          { uid, requestedBy: 'operator', now, graceDays },
        );
        console.log(`Receipt ${erasure.receipt}`);
        if (erasure.beganAt === null && erasure.dueAt > now) {
          console.log(
            `${uid} is hidden, and is erased on ${erasure.dueAt.toISOString()}, unless "npm run accounts -- withdraw ${uid}" is run.`,
          );
          return 0;
        }
        const bar = progress('Erasing', STEP_NAMES.length);
        const { outcome, steps, nextDueAt, error } = await runErasure(
          {
            ...personalStores(),
            sql,
            firestore,
            now,
            timeoutSeconds: TIMEOUT_SECONDS,
            onStep: ({ step }) => {
              bar.update(STEP_NAMES.indexOf(step));
            },
          },
          erasure.person,
        );
        if (outcome !== 'failed') bar.update(STEP_NAMES.length);
        bar.stop();
        if (outcome === 'failed') {
          console.error(`A step failed after ${String(steps)} were done; run this again, or the night does.`);
          throw error;
        }
        console.log(
          outcome === 'busy'
            ? 'Another run is at it: "npm run accounts -- status" shows how far it is.'
            : `Erased. ${nextDueAt === null ? 'No look is left.' : `The functions look again at ${nextDueAt.toISOString()}.`}`,
        );
        return 0;
      }),
    );
}
