import { NoConnection, TooManyCalls, Unreachable } from './errors.ts';

/** Repeats of a call that failed. */
const MAX_RETRIES = 3;

/** The pause before the first repeat; each further one may be twice as long. */
const FIRST_PAUSE_MS = 400;
const LONGEST_PAUSE_MS = 15_000;

/** Waits for a limit that is this close; otherwise the app should tell the user. */
const LONGEST_LIMIT_SECONDS = 10;

/** What tests replace. */
export interface Clock {
  sleep: (milliseconds: number, signal: AbortSignal | undefined) => Promise<void>;
  /** 0 to 1. */
  random: () => number;
}

export const realClock: Clock = { sleep, random: Math.random };

/** Runs the attempt, and repeats it while it fails for a reason that passes by itself. */
export async function withRetries<Answer>(
  attempt: () => Promise<Answer>,
  clock: Clock,
  signal?: AbortSignal,
): Promise<Answer> {
  for (let retry = 0; ; retry += 1) {
    try {
      return await attempt();
    } catch (error) {
      const pause = retry < MAX_RETRIES ? pauseAfter(error, retry, clock) : null;
      if (pause === null) throw error;
      await clock.sleep(pause, signal);
    }
  }
}

/** In milliseconds; null if repeating does not help. */
function pauseAfter(error: unknown, retry: number, clock: Clock): number | null {
  if (error instanceof TooManyCalls) {
    const { retryAfterSeconds } = error;
    return retryAfterSeconds <= LONGEST_LIMIT_SECONDS
      ? retryAfterSeconds * 1000 + jitter(retry, clock)
      : null;
  }
  return error instanceof Unreachable || error instanceof NoConnection ? backOff(retry, clock) : null;
}

/** Exponential, with jitter so that the clients of a server that comes back do not all call at once. */
export function backOff(retry: number, clock: Clock): number {
  return FIRST_PAUSE_MS / 2 + jitter(retry, clock);
}

function jitter(retry: number, { random }: Clock): number {
  return random() * Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** retry);
}

function sleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return unlessAborted(new Promise((resolve) => setTimeout(resolve, milliseconds)), signal);
}

/** The promise, unless the signal is aborted sooner. @throws the signal's reason */
export function unlessAborted<Value>(
  promise: Promise<Value>,
  signal: AbortSignal | undefined,
): Promise<Value> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', stop);
    void promise.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', stop);
    });
  });
}
