import type { Step } from './step.ts';
import { accountStep } from './steps/account.ts';
import { firestoreStep } from './steps/firestore.ts';
import { mediaStep } from './steps/media.ts';
import { postgresStep } from './steps/postgres.ts';
import { redisStep } from './steps/redis.ts';
import { signOutStep } from './steps/signOut.ts';

/** Every step of an erasure, in the order of their names. */
export const STEPS: readonly Step[] = [
  signOutStep,
  firestoreStep,
  mediaStep,
  postgresStep,
  redisStep,
  accountStep,
];
