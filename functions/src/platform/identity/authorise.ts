import { DomainError } from '../errors.ts';
import { callerOf, type Caller, type IdToken } from './caller.ts';
import { admit, type AppCheck, type GateSettings } from './gate.ts';
import { isPrivileged, reachOf, rolesWith, type Access, type Reach } from './policy.ts';

/** Who calls, as the wrapper of callables has verified it. */
export interface Credentials {
  /** The verified ID token; null when there was none. */
  token: IdToken | null;
  /** What App Check says of where the call came from; none by default. */
  appCheck?: AppCheck;
}

/** What rights depend on besides the token; tests and tools supply their own. */
export interface Authority {
  /** See checkRevoked of account.ts. */
  checkRevoked: (token: IdToken) => Promise<void>;
  gate: () => GateSettings;
}

/** Lets a call pass the gate and decides whose data it gets. @throws DomainError */
export async function authorise(
  access: Access,
  { token, appCheck = 'none' }: Credentials,
  { checkRevoked, gate }: Authority,
): Promise<{ caller: Caller; reach: Reach }> {
  admit(token, appCheck, gate());
  const caller = callerOf(token);
  const reach = reachOf(access, caller);
  if (reach === 'none') throw new DomainError('not-allowed', `Only ${rolesWith(access)} may do this.`);
  if (isPrivileged(access, caller)) await checkRevoked(token);
  return { caller, reach };
}
