import pRetry from 'p-retry';
import type { Sql } from '../../functions/src/platform/postgres.ts';

/**
 * Writes every table and index of a database anew, so that no byte of deleted rows is left in its files. Waits until no
 * transaction is open that dead rows would be kept for.
 */
export async function rewriteDatabase(sql: Sql): Promise<void> {
  const isQuiet = async (): Promise<void> => {
    const open =
      await sql`select from pg_stat_activity where xact_start is not null and pid <> pg_backend_pid()`;
    if (open.length > 0) throw new Error(`${String(open.length)} transactions are still open`);
  };
  await pRetry(isQuiet, { retries: 30, minTimeout: 1000, factor: 1 });
  await sql`vacuum full`;
  await sql`analyze`;
  // The statistics that the analysis replaced are dead rows themselves.
  await sql`vacuum full pg_statistic, pg_statistic_ext_data`;
}
