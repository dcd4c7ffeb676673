import { DomainError } from '../errors.ts';
import type { Caller, IdToken } from './caller.ts';
import type { AppCheck, GateSettings } from './gate.ts';
import { reachOf, rolesWith, type Access, type Reach } from './policy.ts';

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

/** Whose data a member gets, by the claims of their token. @throws DomainError `not-allowed` */
export function authorise(access: Access, caller: Caller): Reach {
  const reach = reachOf(access, caller);
  if (reach === 'none') throw new DomainError('not-allowed', `Only ${rolesWith(access)} may do this.`);
  return reach;
}
