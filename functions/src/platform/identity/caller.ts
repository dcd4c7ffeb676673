import type { DecodedIdToken } from 'firebase-admin/auth';
import { z } from 'zod';
import { label, labelKey } from '../documents/labels.ts';

/** What a user may be. */
export const ROLES = ['student', 'faculty', 'alumni', 'admin'] as const;

export type Role = (typeof ROLES)[number];

/** The part of a verified ID token that decides who may do what. */
export type IdToken = Pick<
  DecodedIdToken,
  'uid' | 'auth_time' | 'email' | 'email_verified' | 'phone_number'
> & {
  firebase: { sign_in_provider: string };
  /** Custom claims: only the server can set them. */
  role?: unknown;
  departments?: unknown;
};

/** Who makes a call. Rights are decided by this alone: documents and rows mirror it and grant nothing. */
export interface Caller {
  uid: string;
  /** Null without a claim: such a caller may do what students may. */
  role: Role | null;
  /** The keys of the departments that faculty look after. */
  departmentKeys: string[];
}

/** Only the server sets these claims, in exactly this form: anything else grants nothing. */
const roleClaim = z.enum(ROLES).nullable().catch(null);
const departmentsClaim = z.array(z.string()).catch([]);

/** The caller that a verified token names. */
export function callerOf({ uid, role, departments }: IdToken): Caller {
  const keys = departmentsClaim.parse(departments).map((name) => labelKey(label.parse(name)));
  return { uid, role: roleClaim.parse(role), departmentKeys: keys.filter((key) => key !== null) };
}
