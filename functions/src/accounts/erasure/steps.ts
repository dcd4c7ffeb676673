import type { Step, StepName } from './step.ts';
import { accountStep } from './steps/account.ts';
import { firestoreStep } from './steps/firestore.ts';
import { mediaStep } from './steps/media.ts';
import { signOutStep } from './steps/signOut.ts';

/** Every step of an erasure, in the order of their names. */
export const STEPS: readonly Step[] = [
  signOutStep,
  firestoreStep,
  mediaStep,
  notBuilt('postgres'),
  notBuilt('redis'),
  accountStep,
];

function notBuilt(name: StepName): Step {
  return { name, run: () => Promise.reject(new Error('not built yet')) };
}
