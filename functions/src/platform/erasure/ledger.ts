import type { TransactionSql } from '../postgres.ts';
import { keyFingerprint } from './keyedHash.ts';

/**
 * Opens the ledger of erasures for writing, for the transaction: waits until no transaction is open that has read it, and
 * keeps others from reading it. So keep the transaction short. Call it before the first change of `erasures.began_at` and
 * of `hashed_tombstones`.
 *
 * @throws PostgresError EK001 if the ledger was written with another ERASURE_KEY
 */
export async function writeLedger(sql: TransactionSql): Promise<void> {
  await sql`select write_erasure_ledger(${keyFingerprint()})`;
}
