import { longTransaction } from '../../../platform/longTransaction.ts';
import { quoted, type Fragment, type Sql, type TransactionSql } from '../../../platform/postgres.ts';

/** Rows of one statement, so that none runs long or holds many locks. */
const BATCH_SIZE = 10_000;

type Condition = (sql: TransactionSql) => Fragment;

/** Deletes the rows of a table that have the id in one of these columns. Returns how many. */
export function deleteRowsOf(
  sql: Sql,
  table: string,
  columns: readonly string[],
  uid: string,
): Promise<number> {
  return inBatches(
    sql,
    table,
    isIn(columns, uid),
    (tx, batch) => tx`delete from ${tx(table)} where ${batch}`,
  );
}

/** Deletes the rows of a table that mention somebody in one of these columns. Returns how many. */
export function deleteMentions(
  sql: Sql,
  table: string,
  columns: readonly string[],
  pattern: string,
): Promise<number> {
  const mentions: Condition = (tx) => tx`concat_ws(' ', ${tx.unsafe(quoted(columns))}) ~* ${pattern}`;
  return inBatches(sql, table, mentions, (tx, batch) => tx`delete from ${tx(table)} where ${batch}`);
}

/** Empties a column where it has the id. Returns in how many rows. */
export function clearColumn(
  sql: Sql,
  { table, column, isDocument }: { table: string; column: string; isDocument: boolean },
  uid: string,
): Promise<number> {
  return inBatches(sql, table, isIn([column], uid), (tx, batch) => {
    // Who reads what has changed reads it again.
    const changed = isDocument ? tx`, changed_at = clock_timestamp()` : tx``;
    return tx`update ${tx(table)} set ${tx(column)} = null ${changed} where ${batch}`;
  });
}

function isIn(columns: readonly string[], uid: string): Condition {
  return (tx) => tx`${uid} in (${tx.unsafe(quoted(columns))})`;
}

async function inBatches(
  sql: Sql,
  table: string,
  condition: Condition,
  change: (sql: TransactionSql, batch: Fragment) => PromiseLike<{ count: number }>,
): Promise<number> {
  for (let total = 0; ;) {
    const { count } = await longTransaction(sql, (tx) => {
      const rows = tx`select ctid from ${tx(table)} where ${condition(tx)} limit ${BATCH_SIZE}`;
      return change(tx, tx`ctid = any (array(${rows}))`) as Promise<{ count: number }>;
    });
    total += count;
    if (count < BATCH_SIZE) return total;
  }
}
