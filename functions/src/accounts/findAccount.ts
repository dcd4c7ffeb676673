import type { UserRecord } from 'firebase-admin/auth';
import { accounts } from '../platform/identity/account.ts';

/** An account, or null if there is none, or can be none, with this id. */
export async function findAccount(uid: string): Promise<UserRecord | null> {
  return unlessMissing(() => accounts().getUser(uid));
}

/** Null where the work finds no such account. */
export async function unlessMissing<Result>(work: () => Promise<Result>): Promise<Result | null> {
  try {
    return await work();
  } catch (error) {
    const { code } = error as { code?: string };
    if (code !== 'auth/user-not-found' && code !== 'auth/invalid-uid') throw error;
    return null;
  }
}
