import { transaction, type Sql, type TransactionSql } from './postgres.ts';
import { retryConflicts } from './retryConflicts.ts';
import { timeouts } from './timeouts.ts';

/**
 * Runs a transaction whose statements may take minutes and wait a minute for locks, whatever the provider sets for others;
 * again when another transaction interferes.
 */
export function longTransaction<Result>(
  sql: Sql,
  work: (sql: TransactionSql) => Promise<Result>,
): Promise<Result> {
  return retryConflicts(() =>
    transaction(sql, async (opened) => {
      await opened`select ${timeouts(opened, { statement: '10min', lock: '60s' })}`;
      return work(opened);
    }),
  );
}
