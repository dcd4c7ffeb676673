import type { Command } from 'commander';
import { finishErasures } from '../../functions/src/accounts/finishErasures.ts';
import { readOpenErasure } from '../../functions/src/accounts/erasure/ledger.ts';
import { runErasure } from '../../functions/src/accounts/erasure/runErasure.ts';
import { startErasure } from '../../functions/src/accounts/erasure/startErasure.ts';
import { STEP_NAMES } from '../../functions/src/accounts/erasure/step.ts';
import { personalStores } from '../../functions/src/accounts/personalStores.ts';
import { personHash } from '../../functions/src/platform/erasure/keyedHash.ts';
import { missingSettings } from '../jobs/missingSettings.ts';
import { run, wholeNumber } from '../lib/command.ts';
import { progress } from '../lib/progress.ts';
import { recordCommand } from '../lib/recordCommand.ts';
import { openTarget, type Target } from '../lib/target.ts';
import { describePerson, findPerson } from './findPerson.ts';

/** The longest time for one statement. */
const TIMEOUT_SECONDS = 1800;

interface Given {
  graceDays: number;
  confirm?: string;
}

/** Adds `accounts erase`. */
export function addErase(program: Command): void {
  program
    .command('erase')
    .description(
      'erase somebody from every store, for good; the functions look again after 2 and after 25 hours. Started again, it goes on where it stopped',
    )
    .argument('<person>', 'id or e-mail address')
    .option('--confirm <id>', 'the id once more; without it, says who it is and erases nothing')
    .option(
      '--grace-days <days>',
      'only hide them, and begin after so many days unless it is withdrawn; needs no --confirm',
      wholeNumber,
      0,
    )
    .action((person: string, given: Given, self: Command) =>
      run(async (cleanup) => {
        const { options } = finishErasures.definition;
        const missing = missingSettings({ name: 'This', options });
        if (missing !== null) throw new Error(missing);
        const target = await openTarget(cleanup, self);
        const uid = await findPerson(target.sql, person);
        return (await isConfirmed(target, uid, given)) ? erase(target, uid, given) : 1;
      }),
    );
}

/** Whether to go on; if not, says how. What has begun already cannot be undone anyway. */
async function isConfirmed(target: Target, uid: string, { graceDays, confirm }: Given): Promise<boolean> {
  const open = await readOpenErasure(target.sql, personHash(uid));
  const hasBegun = open !== null && open.beganAt !== null;
  const who = hasBegun ? uid : await describePerson(target, uid);
  await recordCommand(target.sql, 'accounts erase', { people: [uid], graceDays, confirmed: confirm === uid });
  if (confirm !== undefined && confirm !== uid) {
    throw new Error(`--confirm does not name the same person: nothing was erased. This is ${who}.`);
  }
  if (hasBegun || graceDays > 0 || confirm === uid) return true;
  console.log(`This is ${who}.`);
  console.log(
    `Nothing was erased. To erase this person from every store, which cannot be undone, add "--confirm ${uid}".`,
  );
  return false;
}

async function erase({ sql, firestore }: Target, uid: string, { graceDays }: Given): Promise<number> {
  const now = new Date();
  const erasure = await startErasure({ sql, firestore }, { uid, requestedBy: 'operator', now, graceDays });
  console.log(`Receipt ${erasure.receipt}`);
  if (erasure.beganAt === null && erasure.dueAt > now) {
    console.log(
      `${uid} is hidden, and is erased on ${erasure.dueAt.toISOString()}, unless "npm run accounts -- withdraw ${uid}" is run.`,
    );
    return 0;
  }
  const bar = progress('Erasing', STEP_NAMES.length);
  const onStep = ({ step }: { step: (typeof STEP_NAMES)[number] }): void => {
    bar.update(STEP_NAMES.indexOf(step));
  };
  const driver = { ...personalStores(), sql, firestore, now, timeoutSeconds: TIMEOUT_SECONDS, onStep };
  const { outcome, steps, nextDueAt, error } = await runErasure(driver, erasure.person);
  if (outcome !== 'failed') bar.update(STEP_NAMES.length);
  bar.stop();
  if (outcome === 'failed') {
    console.error(`A step failed after ${String(steps)} were done; run this again, or the night does.`);
    throw error;
  }
  if (outcome === 'busy') {
    console.log('Another run is at it: "npm run accounts -- status" shows how far it is.');
    return 1;
  }
  const next =
    nextDueAt === null ? 'No look is left.' : `The functions look again at ${nextDueAt.toISOString()}.`;
  console.log(`Erased. ${next}`);
  return 0;
}
