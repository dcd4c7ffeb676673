import { interceptStatements, senderOf, sendForRows, type Statement } from './interceptStatements.ts';
import { retryOpening } from './retryConflicts.ts';
import { transaction, type Sql, type TransactionSql } from './postgres.ts';
import { timeouts } from './timeouts.ts';

/** Not the reason itself: the loss of another connection must not be taken for that of the statement's own. */
class StoppedError extends Error {
  override readonly name = 'StoppedError';

  constructor(reason: unknown) {
    super('the job was stopped', { cause: reason });
  }
}

/**
 * The pool as a job uses it. Every statement runs in a transaction, if need be in one of its own, that has the timeouts
 * of the job. Once `stopped` aborts, statements reject and transactions roll back.
 */
export function jobPool(sql: Sql, timeoutSeconds: number, stopped: AbortSignal): Sql {
  const longest = `${String(timeoutSeconds)}s`;
  const begin = (options: string, work: (opened: TransactionSql) => Promise<unknown>): Promise<unknown> =>
    retryOpening((begun) =>
      sql.begin(options, async (opened) => {
        await opened`select ${timeouts(opened, { statement: longest, lock: longest })}`;
        begun();
        const result = await work(stopWhen(stopped, opened));
        if (stopped.aborted) throw new StoppedError(stopped.reason);
        return result;
      }),
    );
  const pool: Sql = interceptStatements(
    sql,
    (statement) => {
      runAlone(pool, statement);
    },
    begin as Sql['begin'],
  );
  return pool;
}

/** Rejects the statements of a transaction once `stopped` aborts. */
function stopWhen(stopped: AbortSignal, opened: TransactionSql): TransactionSql {
  return interceptStatements(opened, (statement, send) => {
    if (stopped.aborted) statement.reject(new StoppedError(stopped.reason));
    else send(statement);
  });
}

/** Runs a statement in a transaction; its caller gets the rows once they are committed. */
function runAlone(pool: Sql, statement: Statement): void {
  const { resolve, reject } = statement;
  transaction(pool, (opened) => sendForRows(statement, senderOf(opened))).then(resolve, reject);
}
