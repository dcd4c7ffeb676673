import type { Firestore } from '../../platform/firestore.ts';
import type { Role } from '../../platform/identity/caller.ts';

/** The gRPC code of a document that does not exist. */
const NOT_FOUND = 5;

/** Writes a role into the profile that mirrors it; somebody without a profile has no mirror yet. */
export async function mirrorRole(firestore: Firestore, uid: string, role: Role): Promise<void> {
  try {
    await firestore.collection('users').doc(uid).update({ role });
  } catch (error) {
    if ((error as { code?: unknown }).code !== NOT_FOUND) throw error;
  }
}
