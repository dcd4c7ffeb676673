/** Drives one erasure in a process of its own, as an instance of the deployed function does; killed on request. */
import { runErasure, type ErasureRun } from '../../functions/src/accounts/erasure/runErasure.ts';
import type { StepName } from '../../functions/src/accounts/erasure/step.ts';
import { personalStores } from '../../functions/src/accounts/personalStores.ts';
import { initialize } from '../../functions/src/platform/app.ts';
import { firestore } from '../../functions/src/platform/firestore.ts';
import { setLogSink } from '../../functions/src/platform/logger.ts';
import { database } from '../../functions/src/platform/postgres.ts';
import { onExternalCall } from './externalCalls.ts';

export interface DriverTask {
  /** The hash by which the ledger knows the person, in hexadecimal. */
  person: string;
  /** ISO 8601 */
  now: string;
  /** Kills the process at this external call inside this step, counted from 1. */
  kill?: { look: number; step: StepName; call: number };
}

/** What the process tells its parent at the end. */
export interface DriverMessage {
  outcome: ErasureRun['outcome'];
  error?: string;
  /** External calls by look and step, such as `1 media`. */
  calls: Record<string, number>;
}

const { person, now, kill } = JSON.parse(process.argv[2] ?? '{}') as DriverTask;
setLogSink(() => undefined);
initialize();
let current = '';
const calls: Record<string, number> = {};
onExternalCall(() => {
  const made = (calls[current] = (calls[current] ?? 0) + 1);
  const isTarget = kill !== undefined && current === `${String(kill.look)} ${kill.step}`;
  if (isTarget && made >= kill.call) process.kill(process.pid, 'SIGKILL');
});

const run = await runErasure(
  {
    sql: database(),
    now: new Date(now),
    firestore: firestore('(default)'),
    ...personalStores(),
    timeoutSeconds: 540,
    onStep: ({ look, step }) => {
      current = `${String(look)} ${step}`;
    },
  },
  Buffer.from(person, 'hex'),
).catch((error: unknown): ErasureRun => ({ outcome: 'failed', steps: 0, nextDueAt: null, error }));
const { outcome, error } = run;
const message: DriverMessage = {
  outcome,
  calls,
  ...(error !== undefined && { error: error instanceof Error ? error.message : 'unknown' }),
};
process.send?.(message, () => process.exit(0));
