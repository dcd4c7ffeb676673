import { DomainError, type LimitOf } from '../errors.ts';

/** How many calls may be made in a window of some seconds, which starts with the first call. */
export interface RateLimit {
  calls: number;
  seconds: number;
}

/** A call beyond a limit. It says when to try again. */
export class TooManyCalls extends DomainError<'too-many-calls'> {
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
