import postgres from 'postgres';
import { TLS_FAILED } from './tlsFailure.ts';

/**
 * What to do about an error of Postgres, its driver, or the way to it:
 *
 * - `retry-now`: another transaction interfered; the same transaction may succeed at once.
 * - `retry-parent`: a parent row was deleted while its child was inserted; the next attempt inserts a placeholder.
 * - `retry-later`: nothing can be written for now, whatever the data. Give up, and let the queue retry with back-off.
 * - `reconfigure`: no attempt can succeed before an operator corrects the connection string, the role or the database.
 *   As for `retry-later`, the data is not at fault.
 * - `refuse-row`: a value in the row is at fault, so no retry can help.
 * - `investigate`: the statement or the schema is at fault, such as a missing migration, or the program.
 */
export type Remedy =
  'retry-now' | 'retry-parent' | 'retry-later' | 'reconfigure' | 'refuse-row' | 'investigate';

/**
 * The remedy by SQLSTATE, or by its class, its first two characters; `investigate` if neither is listed
 * (https://www.postgresql.org/docs/current/errcodes-appendix.html).
 */
const BY_SQLSTATE: Record<string, Remedy> = {
  // Connection exceptions; a pooler also reports its own troubles as 08P01.
  '08': 'retry-later',
  // Data exceptions.
  '22': 'refuse-row',
  '23502': 'refuse-row', // not null
  '23503': 'retry-parent', // foreign key
  '23505': 'refuse-row', // unique
  '23514': 'refuse-row', // check
  '25006': 'retry-later', // read-only: a failover, or a full disk
  '25P03': 'retry-later', // idle in a transaction for too long
  '25P04': 'retry-later', // transaction timeout
  '28': 'reconfigure', // login refused
  '3D000': 'reconfigure', // no such database
  '40': 'retry-now', // serialisation failure, deadlock
  // Out of memory, disk or connections.
  '53': 'retry-later',
  // A limit of the program is exceeded: too large a value, too deep an expression.
  '54': 'refuse-row',
  // A lock was not available, or an object is in use.
  '55': 'retry-later',
  // An operator intervened: shutdown, start-up, a cancelled statement.
  '57': 'retry-later',
  // The secret ERASURE_KEY is another than that of the ledger (sql/functions/check_erasure_key.sql).
  EK001: 'reconfigure',
  // An I/O error outside Postgres.
  '58': 'retry-later',
};

/** The remedy by the code of the driver, the system or Firestore (as a number); `investigate` if it is not listed. */
const BY_CODE: Record<string, Remedy> = {
  ...remedies('retry-later', [
    ...['CONNECTION_CLOSED', 'CONNECTION_ENDED', 'CONNECTION_DESTROYED', 'CONNECT_TIMEOUT'],
    ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN'],
    ...[
      'EHOSTUNREACH',
      'EHOSTDOWN',
      'ENETUNREACH',
      'ENETDOWN',
      'ENETRESET',
      'EADDRNOTAVAIL',
      'EMFILE',
      'ENFILE',
    ],
    ...['ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END', 'ERR_STREAM_PREMATURE_CLOSE'],
    // gRPC: deadline exceeded, resource exhausted, aborted, internal, unavailable.
    ...['4', '8', '10', '13', '14'],
  ]),
  ...remedies('reconfigure', ['INVALID_CONNECTION_STRING', 'SASL_SIGNATURE_MISMATCH', TLS_FAILED]),
};

function remedies(remedy: Remedy, codes: string[]): Record<string, Remedy> {
  return Object.fromEntries(codes.map((code) => [code, remedy]));
}

/** How a pooler refuses a setting when a session starts, with the code of a protocol violation. */
const REFUSED_SETTING = 'unsupported startup parameter';

/** What to do about an error. */
export function remedyFor(error: unknown): Remedy {
  if (error instanceof postgres.PostgresError) {
    if (error.code === '08P01' && error.message.includes(REFUSED_SETTING)) return 'reconfigure';
    const remedy = BY_SQLSTATE[error.code] ?? BY_SQLSTATE[error.code.slice(0, 2)] ?? 'investigate';
    // A fatal error ends the session, mostly before it began: it is never about the data of a statement.
    if (!isFatal(error)) return remedy;
    return remedy === 'retry-later' || error.code.startsWith('XX') ? 'retry-later' : 'reconfigure';
  }
  if (!(error instanceof Error) || !('code' in error)) return 'investigate';
  return BY_CODE[String(error.code)] ?? 'investigate';
}

/** Whether nothing can be written for now, whatever the data: retry later, perhaps after an operator intervened. */
export function isUnavailable(error: unknown): boolean {
  return ['retry-now', 'retry-later', 'reconfigure'].includes(remedyFor(error));
}

/** Whether the same statement may succeed later without anybody's help. */
export function isTransient(error: unknown): boolean {
  return ['retry-now', 'retry-later'].includes(remedyFor(error));
}

/** Whether a value in the row is at fault, so that no retry can help. */
export function isRefusal(error: unknown): error is postgres.PostgresError {
  return remedyFor(error) === 'refuse-row';
}

/** Whether another transaction interfered, so that the same transaction may succeed at once. */
export function isConflict(error: unknown): boolean {
  return ['retry-now', 'retry-parent'].includes(remedyFor(error));
}

/** Whether a unique constraint was violated: a row with this key exists. */
export function isDuplicate(error: unknown): boolean {
  return error instanceof postgres.PostgresError && error.code === '23505';
}

/** Whether the connection itself is gone, as the server, the driver or the system reports. */
export function isConnectionLoss(error: unknown): boolean {
  if (error instanceof postgres.PostgresError) return isFatal(error);
  if (!(error instanceof Error) || !('code' in error)) return false;
  return 'syscall' in error || /^(CONNECT|ERR_STREAM|E[A-Z]+$)/.test(String(error.code));
}

/** Old poolers send only the severity that servers translate. */
function isFatal({ severity, severity_local: translated }: Partial<postgres.PostgresError>): boolean {
  return ['FATAL', 'PANIC'].includes(severity ?? translated ?? '');
}
