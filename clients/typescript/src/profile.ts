import type { FirebaseApp } from 'firebase/app';
import { getAuth, type User } from 'firebase/auth';
import { doc, getFirestore, runTransaction, serverTimestamp } from 'firebase/firestore';
import { BadInput, NotAMember, NotSignedIn } from './errors.ts';
import { toTalentError } from './toTalentError.ts';

export interface NewProfile {
  /** By default the name of the account. */
  name?: string;
  department?: string;
}

/**
 * Creates the profile of the signed-in user, `users/{uid}`, unless there is one: call it after every sign-in. An existing
 * profile is not changed. Until it has reached the suite, some seconds later, calls about the caller fail with
 * `not-found`.
 *
 * Somebody who has just verified their address gets a token that says so.
 *
 * @returns whether the profile is new
 * @throws TalentError `not-signed-in`; `not-a-member` until the address is verified; `bad-input` without any name
 */
export async function ensureProfile(app: FirebaseApp, profile: NewProfile = {}): Promise<boolean> {
  const user = getAuth(app).currentUser;
  if (user === null) throw new NotSignedIn('not-signed-in', 'Nobody is signed in.');
  await renewToken(user);
  try {
    const reference = doc(getFirestore(app), 'users', user.uid);
    return await runTransaction(getFirestore(app), async (transaction) => {
      const isNew = !(await transaction.get(reference)).exists();
      if (isNew) transaction.set(reference, fieldsOf(user, profile));
      return isNew;
    });
  } catch (error) {
    throw isDenied(error)
      ? new NotAMember(
          'not-a-member',
          'Verify your address first, or sign in with that of the campus.',
          {},
          error,
        )
      : toTalentError(error);
  }
}

/** The claims in a token are as old as the token. */
async function renewToken(user: User): Promise<void> {
  const { claims } = await user.getIdTokenResult();
  if (claims['email_verified'] === true) return;
  await user.reload();
  if (user.emailVerified) await user.getIdToken(true);
}

/** What the rules let a person write of themselves; roles come from the server. */
function fieldsOf(
  { displayName, email }: User,
  { name = displayName ?? '', department }: NewProfile,
): object {
  if (name.trim() === '') {
    const fields = [{ field: 'name', code: 'required', problem: 'must be given', suggestion: null }];
    throw new BadInput('bad-input', '`name` must be given: the account has none.', { fields });
  }
  return {
    name,
    ...(email !== null && { email }),
    ...(department !== undefined && { department }),
    createdAt: serverTimestamp(),
  };
}

function isDenied(error: unknown): boolean {
  return (error as { code?: unknown }).code === 'permission-denied';
}
