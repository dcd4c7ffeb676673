import { encodeMap } from './documents/encoding.ts';
import { label, labelKey } from './documents/labels.ts';
import { roleField } from './documents/words.ts';
import type { Firestore } from './firestore.ts';

/** What a user may be. Only the server can write a role: the security rules let clients create students alone. */
export type Role = 'student' | 'faculty' | 'alumni' | 'admin';

/** Who makes a call. Rights are decided by this alone, never by the copy of a user in Postgres. */
export interface Caller {
  uid: string;
  /** Null for no role and for an unknown one. */
  role: Role | null;
  departmentKey: string | null;
  /** Whether the user has a document, without which role and department are null. */
  hasProfile: boolean;
}

/** Reads the document of a user, at the price of one read of Firestore. */
export async function readCaller(firestore: Firestore, uid: string): Promise<Caller> {
  const user = await firestore.collection('users').doc(uid).get();
  return toCaller(uid, user.data());
}

/** The caller that a user's document makes, read as the `users` table reads it; undefined stands for no document. */
export function toCaller(uid: string, user: Record<string, unknown> | undefined): Caller {
  const { role, department } = encodeMap({
    role: user?.['role'] ?? null,
    department: user?.['department'] ?? null,
  });
  return {
    uid,
    role: roleField.parse(role),
    departmentKey: labelKey(label.parse(department)),
    hasProfile: user !== undefined,
  };
}
