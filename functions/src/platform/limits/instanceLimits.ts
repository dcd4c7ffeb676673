import { callsPerAddress, DEFAULT_CALLS_PER_ADDRESS } from '../config.ts';
import { TooManyCalls, type RateLimit } from './rateLimit.ts';
import { WindowCounts } from './windowCounts.ts';

/** For each address: calls that are refused because they come from nobody known. */
const STRANGERS: RateLimit = { calls: 300, seconds: 60 };

interface MembersCall {
  callable: string;
  uid: string;
  address: string;
  /** For each person and callable. */
  limit: RateLimit;
}

/**
 * What this instance lets through, before a call costs more than the verification of its token.
 *
 * Only what a member may do counts for their address: so neither strangers nor a member beyond their own limit shut out
 * the others of a campus that shares one.
 */
export class InstanceLimits {
  readonly #people = new WindowCounts();
  readonly #addresses = new WindowCounts();
  readonly #strangers = new WindowCounts();
  readonly #perAddress: () => RateLimit;

  constructor(perAddress: () => RateLimit) {
    this.#perAddress = perAddress;
  }

  /** Counts a member's call, whatever becomes of it. @throws DomainError `too-many-calls` */
  countMember({ callable, uid, address, limit }: MembersCall): void {
    const wait = this.#people.count(`${callable} ${uid}`, limit);
    if (wait > 0) throw new TooManyCalls('person', wait);
    const networkWait = this.#addresses.count(address, this.#perAddress());
    if (networkWait > 0) throw new TooManyCalls('network', networkWait);
  }

  /** Counts a call that is refused because it comes from nobody known; returns the seconds to wait, 0 for none. */
  countStranger(address: string): number {
    return this.#strangers.count(address, STRANGERS);
  }
}

let limits: InstanceLimits | undefined;

/** The limits of this instance. */
export function instanceLimits(): InstanceLimits {
  return (limits ??= new InstanceLimits(() => {
    // A parameter without a value is 0.
    const calls = callsPerAddress.value() || DEFAULT_CALLS_PER_ADDRESS;
    return { calls, seconds: 60 };
  }));
}
