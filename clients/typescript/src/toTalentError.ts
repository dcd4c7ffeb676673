import {
  AlreadyExists,
  BadInput,
  Failed,
  NoConnection,
  NotAllowed,
  NotAMember,
  NotFound,
  NotGenuine,
  NotReady,
  NotSignedIn,
  OverQuota,
  TalentError,
  TimedOut,
  TooManyCalls,
  Unreachable,
  type Reason,
} from './errors.ts';

const CLASSES: Record<Reason, typeof TalentError> = {
  'not-signed-in': NotSignedIn,
  'not-genuine': NotGenuine,
  'not-a-member': NotAMember,
  'not-allowed': NotAllowed,
  'bad-input': BadInput,
  'too-many-calls': TooManyCalls,
  'over-quota': OverQuota,
  'not-found': NotFound,
  'already-exists': AlreadyExists,
  'not-ready': NotReady,
  unreachable: Unreachable,
  'no-connection': NoConnection,
  'timed-out': TimedOut,
  failed: Failed,
};

/** What codes mean that come from the SDK or from Google's front end, and so without a reason. */
const REASONS: Record<string, Reason> = {
  unauthenticated: 'not-signed-in',
  'resource-exhausted': 'unreachable',
  unavailable: 'unreachable',
  'deadline-exceeded': 'timed-out',
};

const NO_CONNECTION =
  'The server cannot be reached. Check the connection, and that the functions are deployed to the region of the client.';

/** An error of the class for its reason. */
export function talentError(
  reason: string,
  message: string,
  details?: Record<string, unknown>,
  cause?: unknown,
): TalentError {
  const Class = Object.hasOwn(CLASSES, reason) ? CLASSES[reason as Reason] : TalentError;
  return new Class(reason, message, details, cause);
}

/** The typed error for what the SDK throws. */
export function toTalentError(error: unknown): TalentError {
  if (error instanceof TalentError) return error;
  const { code = '', message = String(error), details } = (error ?? {}) as Partial<Thrown>;
  const isNetwork =
    code === 'auth/network-request-failed' || (code.endsWith('/internal') && message.endsWith(' [0]'));
  if (isNetwork) return talentError('no-connection', NO_CONNECTION, {}, error);
  const facts = typeof details === 'object' && details !== null ? (details as Record<string, unknown>) : {};
  const reason = typeof facts['reason'] === 'string' ? facts['reason'] : REASONS[code.replace(/^.*\//, '')];
  // The SDK appends the HTTP status.
  return talentError(reason ?? 'failed', message.replace(/ \[\d+\]$/, ''), facts, error);
}

/** A `FunctionsError` or another error of the SDK. */
interface Thrown {
  code: string;
  message: string;
  details: unknown;
}
