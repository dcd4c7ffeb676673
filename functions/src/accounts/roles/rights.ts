import { labelKey, label } from '../../platform/documents/labels.ts';
import { ROLES, type Role } from '../../platform/identity/caller.ts';

/** What somebody may do: the claims of their account. */
export interface Rights {
  role: Role;
  /** The departments that they look after, as people write them. */
  departments: string[];
}

/** The rights that custom claims give; a student's without any. */
export function rightsOf(claims: Record<string, unknown> = {}): Rights {
  const { role, departments } = claims;
  return {
    role: ROLES.find((known) => known === role) ?? 'student',
    departments: Array.isArray(departments) ? departments.map(String) : [],
  };
}

/** The claims for these rights. */
export function claimsOf({ role, departments }: Rights): Record<string, unknown> {
  return departments.length === 0 ? { role } : { role, departments };
}

/** Departments in tidy spelling, each once. */
export function tidyDepartments(departments: readonly string[]): string[] {
  const byKey = new Map<string, string>();
  for (const spelling of departments) {
    const tidy = label.parse(spelling);
    const key = labelKey(tidy);
    if (tidy !== null && key !== null && !byKey.has(key)) byKey.set(key, tidy);
  }
  return [...byKey.values()];
}

/** Whether somebody gets a right that they did not have, and keeps all they had. */
export function gainsRights(before: Rights, after: Rights): boolean {
  if (before.role !== after.role && isStaff(before)) return false;
  const kept = new Set(after.departments.map(labelKey));
  const keepsDepartments = before.departments.every((department) => kept.has(labelKey(department)));
  return keepsDepartments && (before.role !== after.role || kept.size > before.departments.length);
}

/** Roles whose rights go beyond those of other members. */
export const STAFF: readonly Role[] = ['admin', 'faculty'];

export function isStaff({ role }: Pick<Rights, 'role'>): boolean {
  return STAFF.includes(role);
}
