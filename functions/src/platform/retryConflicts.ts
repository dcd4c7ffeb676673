import { setTimeout as sleep } from 'node:timers/promises';
import { isConflict, isTransient } from './databaseErrors.ts';

const ATTEMPTS = 4;

/** The longest wait before the second attempt; it doubles with each one. */
const WAIT_MS = 20;

/**
 * Runs a transaction, again when another one interfered with it. Waits for a random time in between, so that two
 * transactions that met do not meet again.
 *
 * @param isRetryable which errors to retry; conflicts by default
 * @throws the error of the last attempt
 */
export async function retryConflicts<Result>(
  work: () => Promise<Result>,
  { attempts = ATTEMPTS, isRetryable = isConflict } = {},
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt === attempts || !isRetryable(error)) throw error;
    }
    await sleep(Math.random() * WAIT_MS * 2 ** (attempt - 1));
  }
}

/**
 * Runs a transaction, again when it fails for the moment before its work begins. What sets the timeouts of a transaction
 * still runs under those of the provider, which a loaded server exceeds.
 *
 * @param run calls `begun` when the work begins
 */
export function retryOpening<Result>(run: (begun: () => void) => Promise<Result>): Promise<Result> {
  let hasBegun = false;
  const attempt = (): Promise<Result> =>
    run(() => {
      hasBegun = true;
    });
  return retryConflicts(attempt, { isRetryable: (error) => !hasBegun && isTransient(error) });
}
