import type { Sql } from '../../platform/postgres.ts';
import { selectionCondition, type DeadLetterSelection } from './selection.ts';

/** Discards dead letters: they keep their path and reason, but not their message. Returns how many. */
export async function discardDeadLetters(sql: Sql, selection: DeadLetterSelection): Promise<number> {
  const { count } = await sql`
    update dead_letters set discarded_at = now(), message = null where ${selectionCondition(sql, selection)}`;
  return count;
}
