import { interceptStatements } from '../../src/platform/interceptStatements.ts';
import type { Sql, TransactionSql } from '../../src/platform/postgres.ts';

/** Stands for the end of the process. */
export class CutOff extends Error {}

/**
 * A pool that ends after so many statements and transactions. Within a transaction there is nothing to cut: Postgres rolls
 * it back.
 */
export function cutOffAfter(sql: Sql, count: number): Sql {
  let left = count;
  const isOver = (): boolean => (left -= 1) < 0;
  const begin = (options: string, work: (opened: TransactionSql) => Promise<unknown>): Promise<unknown> =>
    isOver() ? Promise.reject(new CutOff()) : sql.begin(options, work);
  return interceptStatements(
    sql,
    (statement, send) => {
      if (isOver()) statement.reject(new CutOff());
      else send(statement);
    },
    begin as Sql['begin'],
  );
}
