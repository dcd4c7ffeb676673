import type { AnySql, Fragment } from './postgres.ts';

/** The longest transaction that writes documents, which Postgres 17 and later end. */
export const LONGEST_WRITE = '50s';

/**
 * A document's row becomes visible at most this long after its `changed_at`. Readers of changes go back as far, so
 * that they do not miss what commits late.
 */
export const COMMIT_MARGIN_SECONDS = 60;

interface Timeouts {
  /** The longest time for one statement, such as `20s`. */
  statement: string;
  /** The longest wait for a lock. */
  lock: string;
  /** The longest time for the transaction; without it, no limit. */
  transaction?: string;
}

/**
 * SQL expressions, for the select list of the first statement of a transaction, that give the transaction the timeouts
 * it needs, whatever the provider sets for others. They end with the transaction, as a pooler needs.
 */
export function timeouts(sql: AnySql, { statement, lock, transaction = '0' }: Timeouts): Fragment {
  return sql`
    set_config('statement_timeout', ${statement}, true), set_config('lock_timeout', ${lock}, true),
    set_config('idle_in_transaction_session_timeout', '0', true),
    -- Since Postgres 17.
    case when current_setting('transaction_timeout', true) is not null
      then set_config('transaction_timeout', ${transaction}, true) end`;
}
