import { writeLedger } from '../../platform/erasure/ledger.ts';
import type { TransactionSql } from '../../platform/postgres.ts';

/**
 * Begins an erasure that was requested: from the commit on, no transaction brings a row of the person back. One that has
 * begun keeps the time when it did.
 *
 * @param person see personHash()
 * @returns whether it begins now
 * @throws PostgresError EK001 if the ledger was written with another ERASURE_KEY
 */
export async function markBegan(sql: TransactionSql, person: Buffer, now: Date): Promise<boolean> {
  await writeLedger(sql);
  const { count } = await sql`
    update erasures set began_at = ${now.toISOString()} where person = ${person} and began_at is null`;
  return count > 0;
}
