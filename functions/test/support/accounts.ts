import type { Auth } from 'firebase-admin/auth';
import { memberToken, type Claims } from '../../../scripts/lib/callContext.ts';
import { initialize } from '../../src/platform/app.ts';
import { accounts } from '../../src/platform/identity/account.ts';
import type { IdToken } from '../../src/platform/identity/caller.ts';
import { PROJECT, setting } from './environment.ts';

/** The accounts of the Auth emulator, as an administrator of the project sees them. */
export function emulatedAccounts(): Auth {
  process.env['FIREBASE_AUTH_EMULATOR_HOST'] = setting('TEST_AUTH_HOST');
  initialize(PROJECT);
  return accounts();
}

/** Verifies the address of an account and gives it claims, which its next token carries. */
export async function makeMember(uid: string, claims: Claims = {}): Promise<void> {
  await emulatedAccounts().updateUser(uid, { emailVerified: true });
  await emulatedAccounts().setCustomUserClaims(uid, claims);
}

/** Creates an account with claims, and returns the token that signing in would give. */
export async function createMember(claims: Claims): Promise<IdToken> {
  const { uid } = await emulatedAccounts().createUser({});
  await makeMember(uid, claims);
  return { ...memberToken(uid, claims), auth_time: Math.floor(Date.now() / 1000) };
}
