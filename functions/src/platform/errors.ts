import type { FunctionsErrorCode } from 'firebase-functions/https';

/** Why a call failed, in terms of the caller. */
export type ErrorCode =
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
  | 'failed';

/** The code of the callable protocol for each; leaving one out does not compile. */
export const HTTPS_CODES: Record<ErrorCode, FunctionsErrorCode> = {
  'not-signed-in': 'unauthenticated',
  'not-genuine': 'unauthenticated',
  'not-a-member': 'permission-denied',
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

/** Why any call may fail; a callable declares what it fails with besides. */
export const COMMON_ERRORS: readonly ErrorCode[] = [
  'not-signed-in',
  'not-genuine',
  'not-a-member',
  'not-allowed',
  'bad-input',
  'too-many-calls',
  'unreachable',
  'failed',
];

/** An error for the caller: its message, a sentence, and its details are sent to the app. */
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
