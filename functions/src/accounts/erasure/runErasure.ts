import { withLock } from '../../platform/locks.ts';
import { jobPool } from '../../platform/jobPool.ts';
import { logger } from '../../platform/logger.ts';
import { redactError } from '../../platform/postgres.ts';
import { readNextStep, recordAttempt, recordError, recordRemoved, type PendingStep } from './dueSteps.ts';
import { readIdentifiers } from './identifiers.ts';
import { beginErasure, finishErasure, readOpenErasure } from './ledger.ts';
import { STEPS } from './steps.ts';
import type { ErasureContext, Step, StepName } from './step.ts';

/** What an erasure is driven with. */
export interface ErasureDriver extends Omit<ErasureContext, 'subject'> {
  /** The longest time for one statement. */
  timeoutSeconds: number;
  /** Tests pass their own, as they do the next. */
  steps?: readonly Step[];
  identify?: typeof readIdentifiers;
  /** Called before each step. */
  onStep?: (step: PendingStep) => void;
}

/** How a run ended, and what is left to do. */
export interface ErasureRun {
  /**
   * - `waiting`: for its due date or its next look;
   * - `failed`: a step threw, and is taken again by the next run;
   * - `busy`: another driver is at it;
   * - `none`: finished long ago, withdrawn or never requested.
   */
  outcome: 'finished' | 'waiting' | 'failed' | 'busy' | 'none';
  /** How many steps were done. */
  steps: number;
  /** When the next step is due; null if there is none. */
  nextDueAt: Date | null;
  /** Whatever the step threw that failed. */
  error?: unknown;
}

/**
 * Does what is due of an erasure: begins it once its grace has ended, takes its steps in order and finishes it after the
 * last. Stops at the first step that is not due, or fails. May be called at any time, by any number of drivers, and
 * killed anywhere: the next run goes on where it stopped.
 *
 * @param person the hash by which the ledger knows the person
 */
export async function runErasure(driver: ErasureDriver, person: Buffer): Promise<ErasureRun> {
  const run = await withLock(driver.sql, ['erasureRun', person.toString('hex')], async (_, lost) => {
    const sql = await jobPool(driver.sql, driver.timeoutSeconds, lost);
    return runLocked({ ...driver, sql }, person);
  });
  return run ?? { outcome: 'busy', steps: 0, nextDueAt: null };
}

async function runLocked(driver: ErasureDriver, person: Buffer): Promise<ErasureRun> {
  const { sql, now, identify = readIdentifiers } = driver;
  const erasure = await readOpenErasure(sql, person);
  if (erasure === null) return { outcome: 'none', steps: 0, nextDueAt: null };
  if (erasure.beganAt === null && erasure.dueAt > now)
    return { outcome: 'waiting', steps: 0, nextDueAt: erasure.dueAt };
  let { subject } = erasure;
  if (!erasure.hasSteps) {
    // They may have changed during the grace.
    const { identifiers } = await identify(driver, subject.uid, subject);
    await beginErasure(sql, person, { now, identifiers });
    subject = { ...identifiers, uid: subject.uid };
  }
  return takeSteps({ ...driver, subject }, person);
}

async function takeSteps(driver: ErasureDriver & ErasureContext, person: Buffer): Promise<ErasureRun> {
  const { sql, now, steps = STEPS, onStep, ...context } = driver;
  for (let done = 0; ; done += 1) {
    const next = await readNextStep(sql, person);
    if (next === null) {
      const isFinished = await finishErasure(sql, person, now);
      return { outcome: isFinished ? 'finished' : 'none', steps: done, nextDueAt: null };
    }
    if (next.dueAt > now) return { outcome: 'waiting', steps: done, nextDueAt: next.dueAt };
    onStep?.(next);
    await recordAttempt(sql, person, next);
    try {
      const removed = await stepOf(steps, next.step).run({ ...context, sql, now });
      await recordRemoved(sql, person, next, { removed, now });
      logger.info('erasure step', { step: next.step, look: next.look, ...removed });
    } catch (error) {
      logger.error('erasure step failed', { step: next.step, look: next.look, ...withoutMessage(error) });
      await recordError(sql, person, next, error);
      return { outcome: 'failed', steps: done, nextDueAt: next.dueAt, error };
    }
  }
}

function stepOf(steps: readonly Step[], name: StepName): Step {
  const step = steps.find((one) => one.name === name);
  if (step === undefined) throw new Error(`there is no step "${name}"`);
  return step;
}

/** An error for the log, without its message, which may quote what is being erased. */
function withoutMessage(error: unknown): object {
  const { error: name, code, frames } = redactError(error) as Record<string, unknown>;
  return { error: name, code: code ?? (error as { code?: unknown } | null)?.code, frames };
}
