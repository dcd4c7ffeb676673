import type { FirebaseApp } from 'firebase/app';
import { connectFunctionsEmulator, getFunctions, httpsCallable } from 'firebase/functions';
import { CALLABLES, type TalentCallables } from './generated.ts';
import { callAnswered, type Call } from './call.ts';
import { pagesOf } from './pages.ts';
import { realClock, type Clock } from './retry.ts';
import type { CallableTraits, CallOptions } from './types.ts';

export interface TalentClientOptions {
  /** Where the functions are deployed, `us-central1` by default. */
  region?: string;
  /** The Functions emulator, such as `{ host: '127.0.0.1', port: 5001 }`. */
  emulator?: { host: string; port: number };
}

export interface TalentClient extends TalentCallables {
  readonly app: FirebaseApp;
}

/**
 * A client of the functions: one method for each callable.
 *
 * @throws Error if the app has no functions, or is connected to another emulator
 */
export function createTalentClient(app: FirebaseApp, options: TalentClientOptions = {}): TalentClient {
  const { region = 'us-central1', emulator } = options;
  const functions = getFunctions(app, region);
  if (emulator !== undefined) connectFunctionsEmulator(functions, emulator.host, emulator.port);
  const call: Call = async (name, input, { usesUpAppCheckToken = false }) => {
    const callable = httpsCallable(functions, name, { limitedUseAppCheckTokens: usesUpAppCheckToken });
    return (await callable(input)).data;
  };
  return { app, ...methods(call, realClock) };
}

/** The methods of a client whose calls go this way. */
export function methods(call: Call, clock: Clock): TalentCallables {
  const entries = Object.entries<CallableTraits>(CALLABLES).map(([name, traits]) => {
    const method = (input: object = {}, { signal }: CallOptions = {}): Promise<unknown> =>
      callAnswered(() => call(name, input, traits), traits, clock, signal);
    return [name, Object.assign(method, traits.hasPages && { pages: pagesOf(method) })];
  });
  // The types of inputs and answers are those of the contract, which CALLABLES is generated from.
  return Object.fromEntries(entries) as TalentCallables;
}
