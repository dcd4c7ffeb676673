import type { FunctionsErrorCode } from 'firebase-functions/https';
import { z } from 'zod';
import { fieldProblem } from './fieldProblem.ts';
import { time } from './output.ts';

/** Whose limit was reached: that of the caller, or that of all who share an address. */
const limitOf = z.enum(['person', 'network']).meta({
  id: 'LimitOf',
  description:
    '`person`: the limit of the caller. `network`: that of all who call from the caller’s address.',
});

export type LimitOf = z.infer<typeof limitOf>;

/** A reason to refuse a call or to fail it. */
interface Reason {
  /** What the callable protocol calls it. */
  code: FunctionsErrorCode;
  /** When it occurs, in a sentence. */
  description: string;
  /**
   * Whether a client may repeat an idempotent call by itself: never, after the seconds that the details tell, or with
   * growing pauses. Where it is never, somebody has to do something first, which the message says.
   */
  retry: 'never' | 'when-told' | 'with-back-off';
  /** The fields of the error's details besides `reason`. */
  details: z.ZodRawShape;
}

/** Why a call may fail. The one table of errors: clients and documents follow it. */
export const ERRORS = {
  'not-signed-in': {
    code: 'unauthenticated',
    description:
      'Nobody is signed in, the token is invalid, or the caller’s rights have changed since it was issued: sign in again.',
    retry: 'never',
    details: {},
  },
  'not-genuine': {
    code: 'unauthenticated',
    description: 'The call carries no App Check token that counts: it comes from no genuine copy of the app.',
    retry: 'never',
    details: {},
  },
  'not-a-member': {
    code: 'permission-denied',
    description: 'The caller is a guest, or their address is not verified or not one of the campus.',
    retry: 'never',
    details: {},
  },
  'not-allowed': {
    code: 'permission-denied',
    description: 'The caller’s role or departments do not allow it, or a rule that the message names.',
    retry: 'never',
    details: {},
  },
  'bad-input': {
    code: 'invalid-argument',
    description:
      'The input is wrong, too large or nested too deeply: correct the fields that the details name.',
    retry: 'never',
    details: {
      fields: z
        .array(fieldProblem)
        .describe('At most 20; empty where no field is at fault but the contents of a file.'),
    },
  },
  'too-many-calls': {
    code: 'resource-exhausted',
    description: 'Too many calls in a short time: wait as long as the details say.',
    retry: 'when-told',
    details: { retryAfterSeconds: z.int().positive(), limitOf },
  },
  'over-quota': {
    code: 'resource-exhausted',
    description:
      'The caller, or the campus, has used what they may of something for now: the message says of what.',
    retry: 'never',
    details: {
      worksAgainAt: time
        .nullable()
        .describe('From when the call works again, as far as is known; null where only making room helps.'),
    },
  },
  'not-found': {
    code: 'not-found',
    description:
      'The named person, event, skill or file does not exist, or the caller has no profile that can be used: the message says which.',
    retry: 'never',
    details: {},
  },
  'already-exists': {
    code: 'already-exists',
    description: 'What the call would make is there already.',
    retry: 'never',
    details: {},
  },
  'not-ready': {
    code: 'failed-precondition',
    description: 'Something has to happen first, which the message says.',
    retry: 'never',
    details: {},
  },
  unreachable: {
    code: 'unavailable',
    description: 'A database or the media store cannot be reached: try again later.',
    retry: 'with-back-off',
    details: {},
  },
  failed: {
    code: 'internal',
    description: 'Anything else; the log says what.',
    retry: 'never',
    details: {},
  },
} as const satisfies Record<string, Reason>;

/** Why a call failed, in terms of the caller. */
export type ErrorCode = keyof typeof ERRORS;

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

type Fields<Shape extends z.ZodRawShape> = { [Field in keyof Shape]: z.infer<Shape[Field]> };

type Details<Code extends ErrorCode> = Fields<(typeof ERRORS)[Code]['details']>;

/** Nothing, where the reason has no details of its own. */
type DetailsArgument<Code extends ErrorCode> = keyof Details<Code> extends never
  ? []
  : [details: Details<Code>];

/** The details of an error as clients get them: its reason, and the fields of that reason. */
export function detailsSchema(reason: ErrorCode): z.ZodObject {
  return z.strictObject({ reason: z.literal(reason), ...ERRORS[reason].details });
}

/** An error for the caller: its message, sentences to show to the user, and its details are sent to the app. */
export class DomainError<Code extends ErrorCode = ErrorCode> extends Error {
  override readonly name = 'DomainError';
  readonly code: Code;
  readonly details: { reason: Code } & Details<Code>;

  /** @param details the fields of its reason in {@link ERRORS}; none for most */
  constructor(code: Code, message: string, ...[details]: DetailsArgument<Code>) {
    super(message);
    this.code = code;
    this.details = { reason: code, ...details } as typeof this.details;
  }
}

/** `instanceof` alone leaves the code open. */
export function isDomainError(error: unknown): error is DomainError {
  return error instanceof DomainError;
}
