import type { Call } from '../src/call.ts';
import { methods } from '../src/client.ts';
import type { TalentCallables } from '../src/generated.ts';

/** A client whose calls are answered here, and whose pauses take no time. */
export interface FakeClient {
  talent: TalentCallables;
  /** Calls that were sent. */
  calls: { name: string; input: object }[];
  /** Pauses between them, in milliseconds. */
  pauses: number[];
}

/** @param answers of each call in turn: errors are thrown, and the last answers all later calls */
export function fakeClient(...answers: unknown[]): FakeClient {
  const calls: FakeClient['calls'] = [];
  const pauses: number[] = [];
  const call: Call = (name, input) => {
    const answer = answers[Math.min(calls.length, answers.length - 1)];
    calls.push({ name, input });
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  const sleep = (milliseconds: number): Promise<void> => Promise.resolve(void pauses.push(milliseconds));
  return { talent: methods(call, { sleep, random: () => 0.5 }), calls, pauses };
}

/** What the SDK throws. */
export function functionsError(code: string, message = 'A sentence. [400]', details?: object): Error {
  return Object.assign(new Error(message), { code: `functions/${code}`, details });
}

export const UNREACHABLE = functionsError('unavailable', 'The database cannot be reached. [503]', {
  reason: 'unreachable',
});
