import { getAuth, type Auth, type UserRecord } from 'firebase-admin/auth';
import { DomainError } from '../errors.ts';
import { logger } from '../logger.ts';
import type { IdToken } from './caller.ts';

/** The accounts of the project: call `initialize()` of app.ts first. */
export function accounts(): Auth {
  return getAuth();
}

/** What Firebase Authentication lists at once. */
const PAGE_SIZE = 1000;

/** All accounts of the project. */
export async function* listAccounts(): AsyncGenerator<UserRecord> {
  let pageToken: string | undefined;
  do {
    const page = await accounts().listUsers(PAGE_SIZE, pageToken);
    yield* page.users;
    ({ pageToken } = page);
  } while (pageToken !== undefined);
}

/**
 * Looks up the account of a verified token. People who have been demoted, disabled, deleted or signed out everywhere since
 * it was issued are refused at once, not only when it expires within the hour. Costs a request to Firebase
 * Authentication. Claims are compared, too, since tokens are revoked by the second.
 *
 * @throws DomainError `not-signed-in` for a token that no longer counts, `unreachable` when that cannot be found out
 */
export async function checkRevoked(token: IdToken): Promise<void> {
  const account = await lookUp(token.uid);
  if (account === null || account.disabled || isRevoked(token, account) || !hasClaims(token, account)) {
    throw new DomainError('not-signed-in', 'Your rights have changed: sign in again.');
  }
}

/** Null for an account that does not exist. @throws DomainError `unreachable` */
async function lookUp(uid: string): Promise<UserRecord | null> {
  try {
    return await accounts().getUser(uid);
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'auth/user-not-found') return null;
    logger.warn('account could not be looked up', { code });
    throw new DomainError('unreachable', 'Your rights cannot be checked right now: try again later.');
  }
}

function isRevoked(
  { auth_time: signedInAt }: IdToken,
  { tokensValidAfterTime: validAfter }: UserRecord,
): boolean {
  return validAfter !== undefined && signedInAt * 1000 < Date.parse(validAfter);
}

function hasClaims({ role, departments }: IdToken, { customClaims = {} }: UserRecord): boolean {
  return (
    JSON.stringify([role, departments]) ===
    JSON.stringify([customClaims['role'], customClaims['departments']])
  );
}
