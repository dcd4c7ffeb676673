/** Why a call failed. */
export type Reason =
  | 'not-signed-in'
  | 'not-genuine'
  | 'not-a-member'
  | 'not-allowed'
  | 'bad-input'
  | 'too-many-calls'
  | 'over-quota'
  | 'not-found'
  | 'already-exists'
  | 'not-ready'
  | 'unreachable'
  | 'no-connection'
  | 'timed-out'
  | 'failed';

/** Thrown by every call that fails. The message is a sentence that says what happened and what to do. */
export class TalentError extends Error {
  override readonly name: string = 'TalentError';
  /** May be one that was added after this package was made. */
  readonly reason: Reason | (string & Record<never, never>);
  /** Further facts, as the server sends them. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(reason: string, message: string, details: Record<string, unknown> = {}, cause?: unknown) {
    super(message, { cause });
    this.reason = reason;
    this.details = details;
  }
}

/** Nobody is signed in, or their rights have changed: sign in again. */
export class NotSignedIn extends TalentError {
  override readonly name = 'NotSignedIn';
}

/** App Check is required, and the call carried no valid token. */
export class NotGenuine extends TalentError {
  override readonly name = 'NotGenuine';
}

/** The caller is a guest, or their address is not verified or not one of the campus. */
export class NotAMember extends TalentError {
  override readonly name = 'NotAMember';
}

/** The caller's role or departments do not allow it. */
export class NotAllowed extends TalentError {
  override readonly name = 'NotAllowed';
}

/** What is wrong with one field. */
export interface FieldProblem {
  /** A path such as `which.id`; empty for the whole input. */
  field: string;
  /** What kind of fault it is, such as `too-large`. */
  code: string;
  /** What is wrong, as a predicate: “must be at most 50”. */
  problem: string;
  /** For an unknown field, the known one with the most similar name. */
  suggestion: string | null;
}

/** The input is wrong: correct the `fields`. */
export class BadInput extends TalentError {
  override readonly name = 'BadInput';

  get fields(): readonly FieldProblem[] {
    return (this.details['fields'] ?? []) as FieldProblem[];
  }
}

/** Too many calls in a short time: wait for `retryAfterSeconds`. */
export class TooManyCalls extends TalentError {
  override readonly name = 'TooManyCalls';

  get retryAfterSeconds(): number {
    return Number(this.details['retryAfterSeconds'] ?? 60);
  }
}

/** The caller, or the campus, has used what they may of something for now. */
export class OverQuota extends TalentError {
  override readonly name = 'OverQuota';

  /** From when the call works again, RFC 3339; null if that is not known or only making room helps. */
  get worksAgainAt(): string | null {
    return (this.details['worksAgainAt'] ?? null) as string | null;
  }
}

/** The person, event, skill or file does not exist, or the caller has no profile yet. */
export class NotFound extends TalentError {
  override readonly name = 'NotFound';
}

/** What the call would make is there already. */
export class AlreadyExists extends TalentError {
  override readonly name = 'AlreadyExists';
}

/** Something has to happen first, which the message says. */
export class NotReady extends TalentError {
  override readonly name = 'NotReady';
}

/** The server is there, but cannot answer now: try again later. */
export class Unreachable extends TalentError {
  override readonly name = 'Unreachable';
}

/** The server was not reached: the device is offline, or the region is wrong. */
export class NoConnection extends TalentError {
  override readonly name = 'NoConnection';
}

/** No answer came in time. The call may have taken effect. */
export class TimedOut extends TalentError {
  override readonly name = 'TimedOut';
}

/** A fault of the server, which has logged it. */
export class Failed extends TalentError {
  override readonly name = 'Failed';
}
