import type { AnySql } from '../postgres.ts';

/** Erases somebody's key: their rows stay, and nobody can tell any more whose they are. */
export async function forgetPerson(sql: AnySql, uid: string): Promise<void> {
  await sql`delete from audit_keys where user_id = ${uid}`;
}
