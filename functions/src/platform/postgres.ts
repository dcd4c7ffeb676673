import postgres from 'postgres';
import { databaseUrl } from './config.ts';
import { parseConnectionString } from './connectionString.ts';
import { isConnectionLoss, remedyFor } from './databaseErrors.ts';
import { interceptStatements, sendForRows, type Send, type Statement } from './interceptStatements.ts';
import { retryConflicts } from './retryConflicts.ts';
import { openServerSocket } from './serverSocket.ts';

export type Sql = postgres.Sql;
export type TransactionSql = postgres.TransactionSql;
/** A pool, or a transaction. */
export type AnySql = postgres.ISql;
/** A part of a statement, for interpolation. */
export type Fragment = postgres.Fragment;

/** Most connections of one instance: Neon's free tier allows few, and batching makes these enough. */
export const POOL_SIZE = 4;

/** The longest wait, in seconds, before connecting again to a server that could not be reached. */
const MAX_RECONNECT_SECONDS = 2;

/**
 * How long ending a pool waits for statements, unless told otherwise. The driver (postgres 3.4.9) would wait for ever
 * for one that lost its connection.
 */
const END_SECONDS = 1;

/**
 * What every session starts with, whatever the server's own settings: how times and texts are written. Poolers keep
 * these, and refuse all others.
 */
const SESSION_SETTINGS = { TimeZone: 'UTC', DateStyle: 'ISO, YMD', standard_conforming_strings: 'on' };

interface PoolOptions {
  max?: number;
  applicationName?: string;
  /** What the connection string was given as, for messages. */
  source?: string;
}

/**
 * Opens a pool that works through a transaction-mode pooler: no prepared statements, no session state, no queries on
 * connecting. Connects on first use, closes idle connections so that a serverless database can sleep, and reconnects
 * with back-off.
 *
 * @throws Error with one sentence if the connection string cannot work
 */
export function connect(url: string, options: PoolOptions = {}): Sql {
  const address = parseConnectionString(url, options.source ?? 'the secret DATABASE_URL');
  const opened = postgres({
    // For messages only; the socket connects.
    host: address.hosts[0]?.host ?? '',
    port: address.hosts[0]?.port ?? 0,
    username: address.user,
    password: address.password,
    database: address.database,
    ssl: false,
    socket: () => openServerSocket(address),
    max: options.max ?? POOL_SIZE,
    prepare: false,
    fetch_types: false,
    idle_timeout: 20,
    max_lifetime: 30 * 60,
    connect_timeout: address.connectTimeoutSeconds,
    backoff: (failures: number) =>
      (0.5 + Math.random() / 2) * Math.min(3 ** failures / 100, MAX_RECONNECT_SECONDS),
    connection: {
      application_name: options.applicationName ?? 'student-talent',
      ...SESSION_SETTINGS,
      ...address.settings,
    },
    onnotice: () => undefined,
  } as postgres.Options<Record<string, never>>) as Sql;
  const end = opened.end.bind(opened);
  opened.end = ({ timeout = END_SECONDS } = {}) => end({ timeout });
  return interceptStatements(opened, sendStatement);
}

/** Attempts at a statement outside a transaction that conflicts with other transactions. */
const STATEMENT_ATTEMPTS = 5;

/**
 * Sends a statement outside a transaction, again when another transaction interfered: it has left nothing behind. Where
 * the server's default isolation is strict, single statements conflict, too.
 */
function sendStatement(statement: Statement, send: Send): void {
  alignRows(statement);
  const { resolve, reject } = statement;
  const sendAgain = (): Promise<unknown> => {
    statement.parameters = null;
    return sendForRows(statement, send);
  };
  retryConflicts(sendAgain, {
    attempts: STATEMENT_ATTEMPTS,
    isRetryable: (error) => remedyFor(error) === 'retry-now',
  }).then(resolve, reject);
}

/**
 * Removes the gap that the driver (postgres 3.4.9) leaves before the rows of a statement if the statement before lost its
 * connection after its first rows.
 */
function alignRows(statement: Statement): void {
  const { resolve } = statement;
  statement.resolve = (rows) => {
    if (Array.isArray(rows) && rows.length > 0 && !(0 in rows)) {
      rows.splice(
        0,
        rows.findIndex((_, index) => index in rows),
      );
    }
    resolve(rows);
  };
}

let pool: Sql | undefined;

/** This instance's pool, opened on first use. */
export function database(): Sql {
  return (pool ??= connect(databaseUrl.value()));
}

/** What answers depend on, whatever the server's default. */
const BEGIN = 'isolation level read committed';

/**
 * Runs a transaction: commits when the work resolves, rolls back when it rejects.
 *
 * A lost connection ends the work, whatever it returns: `lost` aborts, each further statement rejects without being
 * sent, and the promise rejects with the loss once the work has ended.
 */
export async function transaction<Result>(
  sql: Sql,
  work: (sql: TransactionSql, lost: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const connection = new AbortController();
  const lost = connection.signal;
  let working: Promise<unknown> = Promise.resolve();
  try {
    return (await sql.begin(BEGIN, async (opened) => {
      const result = work(stopWhenLost(opened, connection), lost);
      working = result;
      try {
        const value = await result;
        if (!lost.aborted) return value;
      } catch (error) {
        if (!lost.aborted) throw error;
      }
      // The driver would send a commit or a rollback, to a closed socket or to the slot's next connection. `begin`
      // rejects by itself.
      return new Promise<never>(() => undefined);
    })) as Result;
  } catch (error) {
    connection.abort(error);
    await working.catch(() => undefined);
    throw error;
  }
}

/** Aborts when a statement loses the connection, and rejects statements from then on. */
function stopWhenLost(sql: TransactionSql, connection: AbortController): TransactionSql {
  return interceptStatements(sql, (statement, send) => {
    const { signal } = connection;
    if (signal.aborted) {
      statement.reject(signal.reason);
      return;
    }
    const { reject } = statement;
    statement.reject = (error) => {
      if (isConnectionLoss(error)) connection.abort(error);
      reject(error);
    };
    send(statement);
  });
}

/**
 * Values as the text of a Postgres array, for a parameter of an array type. Unlike for a JSON list, Postgres then knows
 * the number of elements when it plans.
 */
export function pgArray(values: readonly (string | number)[]): string {
  return `{${values.map((value) => `"${String(value).replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
}

/** Bytes as the text of a `bytea`, for JSON and arrays. */
export function bytea(bytes: Buffer): string {
  return `\\x${bytes.toString('hex')}`;
}

/** A list of quoted SQL identifiers, each qualified by the alias of its table if given. */
export function quoted(names: readonly string[], alias?: string): string {
  return names
    .map((name) => `${alias === undefined ? '' : `${alias}.`}"${name.replaceAll('"', '""')}"`)
    .join(', ');
}

/** What kind of error it is, for rows that people read: its name and code, without its message, which may quote a row. */
export function kindOfError(error: unknown): string {
  const { name = 'unknown', code = null } = (error ?? {}) as { name?: string; code?: unknown };
  return [name, code].filter((part) => typeof part === 'string' || typeof part === 'number').join(' ');
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
