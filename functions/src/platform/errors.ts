import type { FunctionsErrorCode } from 'firebase-functions/https';

/** Why something cannot be done, as a caller can understand it. */
export type ErrorCode =
  | 'not-signed-in'
  | 'not-allowed'
  | 'bad-input'
  | 'too-many-calls'
  | 'over-quota'
  | 'not-found'
  | 'already-exists'
  | 'not-ready'
  | 'unreachable'
  | 'failed';

/** The callable protocol's code for each; a missing one does not compile. */
export const HTTPS_CODES: Record<ErrorCode, FunctionsErrorCode> = {
  'not-signed-in': 'unauthenticated',
  'not-allowed': 'permission-denied',
  'bad-input': 'invalid-argument',
  'too-many-calls': 'resource-exhausted',
  'over-quota': 'resource-exhausted',
  'not-found': 'not-found',
  'already-exists': 'already-exists',
  'not-ready': 'failed-precondition',
  unreachable: 'unavailable',
  failed: 'internal',
};

/** An error that is meant for the caller: its message and its details are sent to the app. */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly code: ErrorCode;
  readonly details: object | undefined;

  constructor(code: ErrorCode, message: string, details?: object) {
    super(message);
    this.code = code;
    this.details = details;
  }
}
