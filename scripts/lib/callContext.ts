import type { CallContext, Dependencies } from '../../functions/src/platform/callable.ts';
import { callerOf, type IdToken } from '../../functions/src/platform/identity/caller.ts';
import type { Sql } from '../../functions/src/platform/postgres.ts';

/** What decides the rights of a caller. */
export type Claims = Pick<IdToken, 'role' | 'departments'>;

/** Lets every member pass, as often as they like, and believes every token: for tools and tests without a project to ask. */
export const UNCHECKED: Pick<Dependencies, 'checkRevoked' | 'gate' | 'limits'> = {
  checkRevoked: () => Promise.resolve(),
  gate: () => ({ emailDomains: [], requiresAppCheck: false }),
  limits: () => null,
};

/** The context of a call for tools and tests that have no ID token. */
export function callContext(
  sql: Sql,
  uid: string,
  {
    now = new Date(),
    signedInAt = now,
    reach = 'own',
    ...claims
  }: Partial<Pick<CallContext, 'now' | 'signedInAt' | 'reach'>> & Claims = {},
): CallContext {
  return { uid, sql, now, signedInAt, caller: callerOf(memberToken(uid, claims)), reach };
}

/** The token of somebody with a verified address. */
export function memberToken(uid: string, claims: Claims = {}): IdToken {
  const email = `${uid}@campus.example`;
  return {
    uid,
    email,
    email_verified: true,
    auth_time: 0,
    firebase: { sign_in_provider: 'password' },
    ...claims,
  };
}

/** The token of somebody whose claims are what their row mirrors. */
export async function tokenOfRow(sql: Sql, uid: string): Promise<IdToken> {
  const [row] = await sql<{ role: string | null; department: string | null }[]>`
    select role, department from users where id = ${uid} and live`;
  const departments = row?.department == null ? [] : [row.department];
  return memberToken(uid, { role: row?.role, departments });
}
