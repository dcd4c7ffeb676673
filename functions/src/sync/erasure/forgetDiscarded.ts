import type { Sql } from '../../platform/postgres.ts';

/**
 * Deletes discarded dead letters, for a database restored from a backup: they no longer say whose documents they are
 * about, so nobody could tell which are of people erased since. Documents that still exist are rejected, and listed,
 * again when the consistency check finds that they are missing.
 *
 * @returns how many
 */
export async function forgetDiscarded(sql: Sql): Promise<number> {
  const { count } = await sql`delete from dead_letters where message is null`;
  return count;
}
