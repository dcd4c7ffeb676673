/** One of these values, or one that was added to the contract after this package was made. */
export type Open<Value extends string> = Value | (string & Record<never, never>);

/** A time in UTC, such as `2026-05-20T16:00:00.000Z`; `new Date(time)` reads it. */
export type Time = string;

/** How many there are, and the first five. */
export interface ShortList<Item> {
  total: number;
  items: Item[];
}

/** A string of which TypeScript knows that it is none of the tags in the contract, so that `switch` tells variants apart. */
declare enum UnknownTag {
  unknown = 'unknown',
}

/** A variant that was added to the contract after this package was made: show nothing, or something neutral. */
export type UnknownVariant<Tag extends string> = Record<Tag, UnknownTag>;

/** Of callables that take nothing. */
export type NoInput = Record<string, never>;

export interface CallOptions {
  /**
   * Ends the wait: the call then throws the signal's reason, by default an `AbortError`. What has reached the server by
   * then still takes effect.
   */
  signal?: AbortSignal | undefined;
}

/** How a callable may be called. */
export interface CallableTraits {
  /** A repeated call has no further effect, so that a failed one may be retried. */
  isIdempotent?: boolean;
  /** Uses up the App Check token of the call, and so needs one of limited use. */
  usesUpAppCheckToken?: boolean;
  /** Its answer has a `cursor` for the next page. */
  hasPages?: boolean;
}
