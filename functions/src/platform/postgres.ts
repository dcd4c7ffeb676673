import postgres from 'postgres';
import { databaseUrl } from './config.ts';

export type Sql = postgres.Sql;
export type TransactionSql = postgres.TransactionSql;
/** Either of them. */
export type AnySql = postgres.ISql;
/** A part of a statement. */
export type Fragment = postgres.Fragment;

/** Connections one instance holds at most: Neon's free tier allows few, and batches make few enough. */
export const POOL_SIZE = 4;

/**
 * Opens a pool that works through a transaction-mode pooler: no prepared statements, no session
 * state, no query of its own on connecting. Connects on first use, lets idle connections go so that
 * a serverless database can sleep, and reconnects with back-off.
 */
export function connect(url: string, options: { max?: number; applicationName?: string } = {}): Sql {
  return postgres(withoutChannelBinding(url), {
    max: options.max ?? POOL_SIZE,
    prepare: false,
    fetch_types: false,
    idle_timeout: 20,
    max_lifetime: 30 * 60,
    connect_timeout: 10,
    connection: { application_name: options.applicationName ?? 'student-talent' },
    onnotice: () => undefined,
  });
}

let pool: Sql | undefined;

/** This instance's pool, opened on first use. */
export function database(): Sql {
  return (pool ??= connect(databaseUrl.value()));
}

/**
 * Runs a transaction: commits when the work resolves, rolls back when it rejects.
 *
 * When the connection is lost, `begin` rejects by itself, and the work is left unanswered: otherwise
 * the driver (postgres 3.4.9) would still send its `rollback`. What is written to a connection after
 * its end breaks the driver's slot for good, and every later transaction in that slot hangs.
 */
export function transaction<Result>(
  sql: Sql,
  work: (sql: TransactionSql) => Promise<Result>,
): Promise<Result> {
  return sql.begin(async (opened) => {
    try {
      return await work(opened);
    } catch (error) {
      if (isConnectionLoss(error)) return new Promise<never>(() => undefined);
      throw error;
    }
  }) as Promise<Result>;
}

/**
 * Neon's connection strings ask for channel binding, which the driver would pass on as a server
 * setting that the server does not know.
 */
function withoutChannelBinding(url: string): string {
  if (!/^postgres(ql)?:/.test(url) || !URL.canParse(url)) {
    // The text itself may hold a password.
    throw new Error(
      'DATABASE_URL is no connection string: postgres://user:password@host/database is expected',
    );
  }
  const parsed = new URL(url);
  parsed.searchParams.delete('channel_binding');
  return parsed.href;
}

/**
 * Values as the text of a Postgres array, for a parameter of an array type. Postgres then plans with the
 * number of elements, which it does not know of a JSON list.
 */
export function pgArray(values: readonly (string | number)[]): string {
  return `{${values.map((value) => `"${String(value).replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
}

/** Names as SQL identifiers in a list, each behind the alias of its table when there is one. */
export function quoted(names: readonly string[], alias?: string): string {
  return names
    .map((name) => `${alias === undefined ? '' : `${alias}.`}"${name.replaceAll('"', '""')}"`)
    .join(', ');
}

/**
 * Whether a later attempt at the very same thing may succeed: no connection, a collision with another
 * transaction, no resources, or a server that shuts down or gave up waiting. Nobody is at fault then.
 */
export function isTransient(error: unknown): boolean {
  if (error instanceof postgres.PostgresError) return /^(08|40|53|55|57|58)/.test(error.code);
  // The driver's own errors (CONNECTION_CLOSED, CONNECT_TIMEOUT) and the system's (ECONNREFUSED).
  return error instanceof Error && 'code' in error;
}

/** Whether the connection is gone: the driver says so (CONNECTION_CLOSED, …), or the system (ECONNRESET). */
function isConnectionLoss(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  return String(error.code).startsWith('CONNECT') || 'syscall' in error;
}

/**
 * Whether the data itself is at fault, so that no retry can help: a data exception, a constraint on
 * the row's own values, or a value too large for the database. What is neither this nor transient, such
 * as a missing migration, has to be mended by somebody before a retry can help.
 *
 * SQLSTATE classes: https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
export function isPermanent(error: unknown): error is postgres.PostgresError {
  return error instanceof postgres.PostgresError && /^(22|23502|23505|23514|54)/.test(error.code);
}

/** Whether a row with this key is there already. */
export function isDuplicate(error: unknown): boolean {
  return error instanceof postgres.PostgresError && error.code === '23505';
}

/** Whether another transaction got in the way, so that the same one may succeed at once. */
export function isConflict(error: unknown): boolean {
  // Serialisation failure, deadlock, and a parent that was just leaving when its child came.
  return error instanceof postgres.PostgresError && ['40001', '40P01', '23503'].includes(error.code);
}

/** An error as log fields. Postgres messages may quote a row, so only the names it gives are kept of those. */
export function redactError(error: unknown): object {
  if (error instanceof postgres.PostgresError) {
    const { code, table_name: table, constraint_name: constraint, stack } = error;
    const frames = stack?.split('\n').filter((line) => line.trimStart().startsWith('at '));
    return { error: 'PostgresError', code, table, constraint, frames };
  }
  if (error instanceof Error) return { error: error.name, reason: error.message, stack: error.stack };
  return { error: String(error) };
}
