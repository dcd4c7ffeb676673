import { isTransient } from './databaseErrors.ts';
import {
  interceptStatements,
  senderOf,
  sendForRows,
  type Send,
  type Statement,
} from './interceptStatements.ts';
import { retryConflicts, retryOpening } from './retryConflicts.ts';
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
 * The pool as a job uses it: no statement or transaction ends before the time of the job is over, and none reads more
 * than what was committed when it began. Where the server's own settings allow that, statements are sent as they are;
 * otherwise each runs in a transaction, if need be in one of its own, that has the timeouts of the job, which costs
 * three more round trips. Once `stopped` aborts, statements reject and transactions roll back.
 */
export async function jobPool(sql: Sql, timeoutSeconds: number, stopped: AbortSignal): Promise<Sql> {
  const suits = await serverSuits(sql, timeoutSeconds);
  const longest = `${String(timeoutSeconds)}s`;
  const begin = (options: string, work: (opened: TransactionSql) => Promise<unknown>): Promise<unknown> =>
    retryOpening((begun) =>
      sql.begin(options, async (opened) => {
        if (!suits) await opened`select ${timeouts(opened, { statement: longest, lock: longest })}`;
        begun();
        const result = await work(stopWhen(stopped, opened));
        if (stopped.aborted) throw new StoppedError(stopped.reason);
        return result;
      }),
    );
  const pool: Sql = interceptStatements(
    sql,
    suits
      ? unlessStopped(stopped)
      : (statement) => {
          runAlone(pool, statement);
        },
    begin as Sql['begin'],
  );
  return pool;
}

/** Whether a session has the isolation that jobs need and no timeout that is shorter than the job's. */
async function serverSuits(sql: Sql, timeoutSeconds: number): Promise<boolean> {
  // The timeouts are in milliseconds; that of transactions came with Postgres 17.
  const read = () => sql<{ suits: boolean }[]>`
    select bool_and(case name
      when 'default_transaction_isolation' then setting = 'read committed'
      else setting::bigint = 0 or setting::bigint >= ${timeoutSeconds * 1000}::bigint
    end) as suits
    from pg_settings
    where name in ('default_transaction_isolation', 'statement_timeout', 'lock_timeout', 'transaction_timeout',
      'idle_in_transaction_session_timeout')`;
  const [row] = await retryConflicts(read, { isRetryable: isTransient });
  return row?.suits === true;
}

/** Rejects the statements of a transaction once `stopped` aborts. */
function stopWhen(stopped: AbortSignal, opened: TransactionSql): TransactionSql {
  return interceptStatements(opened, unlessStopped(stopped));
}

function unlessStopped(stopped: AbortSignal): (statement: Statement, send: Send) => void {
  return (statement, send) => {
    if (stopped.aborted) statement.reject(new StoppedError(stopped.reason));
    else send(statement);
  };
}

/** Runs a statement in a transaction; its caller gets the rows once they are committed. */
function runAlone(pool: Sql, statement: Statement): void {
  const { resolve, reject } = statement;
  transaction(pool, (opened) => sendForRows(statement, senderOf(opened))).then(resolve, reject);
}
