import { DomainError } from '../errors.ts';

/** How many calls may be made in a window of some seconds, which starts with the first call. */
export interface RateLimit {
  calls: number;
  seconds: number;
}

/** Whose limit was reached: that of the caller, or that of all who share an address. */
export type LimitOf = 'person' | 'network';

/** A call beyond a limit. It says when to try again. */
export class TooManyCalls extends DomainError {
  readonly limitOf: LimitOf;

  constructor(limitOf: LimitOf, retryAfterSeconds: number) {
    const origin = limitOf === 'person' ? '' : ' from your network';
    const seconds = `${String(retryAfterSeconds)} second${retryAfterSeconds === 1 ? '' : 's'}`;
    super('too-many-calls', `Too many calls${origin}: try again in ${seconds}.`, {
      retryAfterSeconds,
      limitOf,
    });
    this.limitOf = limitOf;
  }
}
