import { beginErasure } from '../../src/accounts/erasure/ledger.ts';
import { requestErasure } from '../../src/accounts/erasure/requests.ts';
import { personHash } from '../../src/platform/erasure/keyedHash.ts';
import type { Sql } from '../../src/platform/postgres.ts';

const NOW = new Date('2026-09-01T10:00:00Z');

/** Begins the erasure of a person, without taking any of its steps. */
export async function beginErasureOf(
  sql: Sql,
  uid: string,
  named: { emails?: string[]; names?: string[] } = {},
): Promise<void> {
  const identifiers = { emails: [], names: [], files: [], ...named };
  await requestErasure(sql, { uid, requestedBy: 'operator', requestedAt: NOW, dueAt: NOW, identifiers });
  await beginErasure(sql, personHash(uid), { now: NOW, identifiers });
}

/** The same, so that nothing but the hash is left in the ledger. */
export async function finishErasureOf(sql: Sql, uid: string): Promise<void> {
  await beginErasureOf(sql, uid);
  await sql`
    update erasures set user_id = null, identifiers = null, finished_at = began_at, receipt = '{}'
    where person = ${personHash(uid)}`;
}
