import { timeouts } from './timeouts.ts';
import { retryOpening } from './retryConflicts.ts';
import { transaction, type AnySql, type Fragment, type Sql, type TransactionSql } from './postgres.ts';

/**
 * The key of every advisory lock that the suite takes. Postgres locks the pair of this key and the hash of an id,
 * which is empty for a lock that the whole suite shares. All locks belong to a transaction and end with it, as a
 * transaction-mode pooler needs, and as a killed process needs to be restarted at once.
 */
export const LOCKS = {
  /** Per job, by its name: runs of one job never overlap. */
  job: 720_575_941,
  migrations: 720_575_942,
  engagement: 720_575_943,
  matching: 720_575_944,
  searchIndex: 720_575_945,
  eventCatalogue: 720_575_946,
  skillWeights: 720_575_947,
  insights: 720_575_948,
  careers: 720_575_949,
  /** Of the whole campus, whose plan is shared. */
  mediaReservation: 720_575_950,
  /** Per person and type of list. */
  recommendationList: 720_575_951,
  /**
   * Of the ledger of erasures: whatever writes rows about people takes it shared, and who changes whom they may be about
   * takes it alone (sql/functions/read_erasure_ledger.sql, write_erasure_ledger.sql).
   */
  erasure: 720_575_952,
  /** Per archive of a person's data that is being made, by its id. */
  dataExport: 720_575_954,
  /** Per person, by the hash that names them: their erasure has one driver at a time. */
  erasureRun: 720_575_953,
} as const;

export type LockName = keyof typeof LOCKS;

/** A lock, or the one of its locks that belongs to an id. */
export type Lock = LockName | readonly [name: LockName, id: string];

/** What holds a lock may take as long as a function. */
const LONGEST = { statement: '30min', lock: '60s' };

/**
 * Runs work in a transaction that holds a lock. Does not wait for a lock that is held. The transaction has timeouts of
 * its own, so that none of the provider's ends it, and with it the lock.
 *
 * @param work gets a signal that aborts when the connection, and with it the lock, is lost
 * @returns what the work resolves to; null, without having started it, while another connection holds the lock.
 */
export function withLock<Result extends object | number | boolean | string>(
  sql: Sql,
  lock: Lock,
  work: (sql: TransactionSql, lost: AbortSignal) => Promise<Result>,
): Promise<Result | null> {
  return retryOpening((begun) =>
    transaction(sql, async (locked, lost) => {
      const [row] = await locked<{ acquired: boolean }[]>`
        select ${tryLock(locked, lock)} as acquired, ${timeouts(locked, LONGEST)}`;
      begun();
      return row?.acquired ? work(locked, lost) : null;
    }),
  );
}

/** Waits for a lock, which the transaction then holds until it ends. */
export async function waitForLock(sql: TransactionSql, lock: Lock): Promise<void> {
  const { key, id } = keyOf(lock);
  await sql`select pg_advisory_xact_lock(${key}::integer, hashtext(${id}))`;
}

/** An SQL expression that takes a lock for the transaction without waiting: true if it is acquired. */
export function tryLock(sql: AnySql, lock: Lock): Fragment {
  const { key, id } = keyOf(lock);
  return sql`pg_try_advisory_xact_lock(${key}::integer, hashtext(${id}))`;
}

function keyOf(lock: Lock): { key: number; id: string } {
  const [name, id] = typeof lock === 'string' ? [lock, ''] : lock;
  return { key: LOCKS[name], id };
}
