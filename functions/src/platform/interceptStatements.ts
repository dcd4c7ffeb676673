import type { Sql, TransactionSql } from 'postgres';

/** A statement of the driver, as far as it is needed here (postgres 3.4.9, src/query.js). */
export interface Statement {
  /** Sends the statement. */
  handler: Send;
  /** Called by the driver with the rows, and with the error. */
  resolve: (rows: unknown) => void;
  reject: (error: unknown) => void;
  /** As written into the last message; null to take them from the statement. */
  parameters: unknown[] | null;
  options: {
    /** Called when it is sent: whether more may be sent on this connection before the answer. */
    onexecute?: () => boolean;
  };
}

export type Send = (statement: Statement) => void;

/**
 * The same pool or transaction, with every statement given to `intercept` when it would be sent. Fragments and helpers
 * are no statements and stay as they are.
 *
 * Statements are never pipelined. A pooler in transaction mode may give the connection to another client after the first
 * answer, while the driver (postgres 3.4.9) has sent half of the next statement: their answers would be mixed up.
 *
 * @param begin what opens a transaction instead of the pool's own `begin`
 */
export function interceptStatements<S extends Sql | TransactionSql>(
  sql: S,
  intercept: (statement: Statement, send: Send) => void,
  begin?: Sql['begin'],
): S {
  const hook = (made: unknown): unknown => {
    if (isStatement(made)) {
      const send = made.handler;
      made.options.onexecute ??= () => false;
      made.handler = (statement) => {
        intercept(statement, send);
      };
    }
    return made;
  };
  return new Proxy(sql, {
    apply: (target, self, values: unknown[]) => hook(Reflect.apply(target, self, values)),
    get(target, name) {
      if (name === 'begin' && begin !== undefined) return begin;
      const value: unknown = Reflect.get(target, name);
      if (name !== 'unsafe' || typeof value !== 'function') return value;
      return (...values: unknown[]) => hook(Reflect.apply(value, target, values));
    },
  });
}

/** Sends a statement; resolves to its rows, which its caller does not get from the driver any more. */
export function sendForRows(statement: Statement, send: Send): Promise<unknown> {
  return new Promise((resolve, reject) => {
    statement.resolve = resolve;
    statement.reject = reject;
    send(statement);
  });
}

/** What sends the statements of a pool or a transaction. */
export function senderOf(sql: Sql | TransactionSql): Send {
  return (sql`` as unknown as Statement).handler;
}

function isStatement(made: unknown): made is Statement {
  return made instanceof Promise && 'handler' in made;
}
