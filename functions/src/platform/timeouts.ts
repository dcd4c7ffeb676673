import type { AnySql, Fragment } from './postgres.ts';

/**
 * SQL expressions, for the select list of the first statement of a transaction, that give the transaction the timeouts
 * it needs, whatever the provider sets for others. They end with the transaction, as a pooler needs.
 *
 * @param statement the longest time for one statement, such as `20s`
 * @param lock the longest wait for a lock
 */
export function timeouts(sql: AnySql, { statement, lock }: { statement: string; lock: string }): Fragment {
  return sql`
    set_config('statement_timeout', ${statement}, true), set_config('lock_timeout', ${lock}, true),
    set_config('idle_in_transaction_session_timeout', '0', true),
    -- Since Postgres 17.
    case when current_setting('transaction_timeout', true) is not null
      then set_config('transaction_timeout', '0', true) end`;
}
