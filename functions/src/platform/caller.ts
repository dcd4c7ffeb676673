import { oneOf } from './documents/fields.ts';
import { label, labelKey } from './documents/labels.ts';
import type { Firestore } from './firestore.ts';

/** What a user may be. Only the server can write a role: the security rules let clients create students alone. */
const ROLES = ['student', 'faculty', 'alumni', 'admin'] as const;

export type Role = (typeof ROLES)[number];

/** Who makes a call. Rights are decided by this alone, never by the copy of a user in Postgres. */
export interface Caller {
  uid: string;
  /** Null for no role and for an unknown one. */
  role: Role | null;
  departmentKey: string | null;
  /** Whether the user has a document, without which role and department are null. */
  hasProfile: boolean;
}

/** Parses a role like the `users` table does, so that both agree. */
export const roleField = oneOf(ROLES);

/** Reads the document of a user, at the price of one read of Firestore. */
export async function readCaller(firestore: Firestore, uid: string): Promise<Caller> {
  const user = await firestore.collection('users').doc(uid).get();
  return toCaller(uid, user.data());
}

/** The caller that a user's document makes; undefined stands for no document. */
export function toCaller(uid: string, user: Record<string, unknown> | undefined): Caller {
  return {
    uid,
    role: roleField.parse(toFieldText(user?.['role'])),
    departmentKey: labelKey(label.parse(toFieldText(user?.['department']))),
    hasProfile: user !== undefined,
  };
}

/** Text, and numbers as text, as the columns of `users` keep them: Postgres stores no NUL. */
function toFieldText(value: unknown): string | undefined {
  if (typeof value === 'bigint' || typeof value === 'number') return String(value);
  return typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed() : undefined;
}
