import { pgArray } from '../../platform/postgres.ts';

/** Which people may be listed. */
export interface PersonFilter {
  departmentKey: string | null;
  /** Null means students, alumni and users without a role; with `candidates`, any role. */
  role: string | null;
  /** Lists only these people, even those who share nothing; null for everyone. */
  candidates: string[] | null;
}

/** A person as rankings see them; answers show their card instead. */
export interface Candidate {
  id: string;
  role: string | null;
  departmentKey: string | null;
}

/** The `roles` argument of the SQL function `passes_filter`: null for any, '' stands for no role. */
export function allowedRoles({ role, candidates }: PersonFilter): string | null {
  if (role !== null) return pgArray([role]);
  return candidates === null ? pgArray(['student', 'alumni', '']) : null;
}
