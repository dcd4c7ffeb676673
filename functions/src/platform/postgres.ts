import postgres from 'postgres';
import { databaseUrl } from './config.ts';

export type Sql = postgres.Sql;
export type TransactionSql = postgres.TransactionSql;
/** A pool, or a transaction. */
export type AnySql = postgres.ISql;
/** A part of a statement, for interpolation. */
export type Fragment = postgres.Fragment;

/** Most connections of one instance: Neon's free tier allows few, and batching makes these enough. */
export const POOL_SIZE = 4;

/**
 * Opens a pool that works through a transaction-mode pooler: no prepared statements, no session state, no queries on
 * connecting. Connects on first use, closes idle connections so that a serverless database can sleep, and reconnects
 * with back-off.
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
 * If the connection is lost, `begin` rejects by itself, and the promise given to the driver never settles: if it
 * rejected, the driver (postgres 3.4.9) would still send a `rollback`. Writing to a closed connection breaks the
 * driver's slot for good, and every later transaction in that slot hangs.
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
 * Removes `channel_binding`, which Neon's connection strings contain: the driver would send it as a server setting,
 * which the server does not know.
 */
function withoutChannelBinding(url: string): string {
  if (!/^postgres(ql)?:/.test(url) || !URL.canParse(url)) {
    // The value may contain a password: do not quote it.
    throw new Error(
      'DATABASE_URL is not a connection string: set it to postgres://user:password@host/database',
    );
  }
  const parsed = new URL(url);
  parsed.searchParams.delete('channel_binding');
  return parsed.href;
}

/**
 * Values as the text of a Postgres array, for a parameter of an array type. Unlike for a JSON list, Postgres then knows
 * the number of elements when it plans.
 */
export function pgArray(values: readonly (string | number)[]): string {
  return `{${values.map((value) => `"${String(value).replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
}

/** A list of quoted SQL identifiers, each qualified by the alias of its table if given. */
export function quoted(names: readonly string[], alias?: string): string {
  return names
    .map((name) => `${alias === undefined ? '' : `${alias}.`}"${name.replaceAll('"', '""')}"`)
    .join(', ');
}

/**
 * Whether the same statement may succeed later: no connection, a conflict with another transaction, exhausted
 * resources, or a server that is shutting down or cancelled a wait.
 */
export function isTransient(error: unknown): boolean {
  if (error instanceof postgres.PostgresError) return /^(08|40|53|55|57|58)/.test(error.code);
  // The driver's own errors (CONNECTION_CLOSED, CONNECT_TIMEOUT) and the system's (ECONNREFUSED).
  return error instanceof Error && 'code' in error;
}

/** Whether the connection was lost, as the driver (CONNECTION_CLOSED, …) or the system (ECONNRESET) reports. */
function isConnectionLoss(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  return String(error.code).startsWith('CONNECT') || 'syscall' in error;
}

/**
 * Whether the data itself is at fault, so that no retry can help: a data exception, a violated constraint on the row's
 * own values, or a value too large for the database. An error that is neither permanent nor transient, such as a
 * missing migration, needs an operator before a retry can help.
 *
 * SQLSTATE classes: https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
export function isPermanent(error: unknown): error is postgres.PostgresError {
  return error instanceof postgres.PostgresError && /^(22|23502|23505|23514|54)/.test(error.code);
}

/** Whether a unique constraint was violated: a row with this key exists. */
export function isDuplicate(error: unknown): boolean {
  return error instanceof postgres.PostgresError && error.code === '23505';
}

/** Whether another transaction interfered, so that the same transaction may succeed at once. */
export function isConflict(error: unknown): boolean {
  // Serialisation failure, deadlock, and a parent row deleted while its child was inserted.
  return error instanceof postgres.PostgresError && ['40001', '40P01', '23503'].includes(error.code);
}

/** An error as log fields. Messages of Postgres may quote a row, so only the names they give are kept. */
export function redactError(error: unknown): object {
  if (error instanceof postgres.PostgresError) {
    const { code, table_name: table, constraint_name: constraint, stack } = error;
    const frames = stack?.split('\n').filter((line) => line.trimStart().startsWith('at '));
    return { error: 'PostgresError', code, table, constraint, frames };
  }
  if (error instanceof Error) return { error: error.name, reason: error.message, stack: error.stack };
  return { error: String(error) };
}
