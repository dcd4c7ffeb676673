import { unlessAborted, withRetries, type Clock } from './retry.ts';
import { toTalentError } from './toTalentError.ts';
import type { CallableTraits } from './types.ts';

/** Sends one call and resolves to its answer. @throws what the SDK throws */
export type Call = (name: string, input: object, traits: CallableTraits) => Promise<unknown>;

/**
 * Makes a call, repeatedly if that has no further effect and it fails for a reason that passes.
 *
 * @throws TalentError, or the signal's reason
 */
export function callAnswered(
  call: () => Promise<unknown>,
  { isIdempotent = false }: CallableTraits,
  clock: Clock,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const attempt = (): Promise<unknown> => {
    signal?.throwIfAborted();
    return unlessAborted(
      call().catch((error: unknown) => {
        throw toTalentError(error);
      }),
      signal,
    );
  };
  return isIdempotent ? withRetries(attempt, clock, signal) : attempt();
}
