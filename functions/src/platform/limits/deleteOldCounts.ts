import type { Sql } from '../postgres.ts';

/** Deletes counts whose window has ended. */
export async function deleteOldCounts(sql: Sql): Promise<void> {
  await sql`delete from call_counts where window_ends_at < now()`;
}
