import type { Authority, Credentials } from '../identity/authorise.ts';
import type { IdToken } from '../identity/caller.ts';
import { admit } from '../identity/gate.ts';
import type { InstanceLimits } from './instanceLimits.ts';
import { TooManyCalls, type RateLimit } from './rateLimit.ts';

/** Who calls, and from where. */
export interface Origin extends Credentials {
  /** The client's network address, where there is a network. */
  address?: string;
}

/**
 * Lets a member's call through the gate, and counts it in this instance, whatever becomes of it. It costs no request, so
 * that refusals are cheap; they are counted, too.
 *
 * @param limits null counts nothing
 * @throws DomainError
 */
export function admitCall(
  { callable, limit }: { callable: string; limit: RateLimit },
  { token, appCheck = 'none', address = '' }: Origin,
  { gate, limits }: Pick<Authority, 'gate'> & { limits: InstanceLimits | null },
): IdToken {
  try {
    admit(token, appCheck, gate());
  } catch (refusal) {
    const wait = limits?.countStranger(address) ?? 0;
    throw wait > 0 ? new TooManyCalls('network', wait) : refusal;
  }
  limits?.countMember({ callable, uid: token.uid, address, limit });
  return token;
}
