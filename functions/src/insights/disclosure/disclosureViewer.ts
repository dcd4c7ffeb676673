import type { Caller } from '../../platform/caller.ts';
import { DomainError } from '../../platform/errors.ts';

/** What decides which figures about others a caller sees. */
export interface Viewer {
  departmentKey: string | null;
  /** Administrators see exact counts. */
  exact: boolean;
}

/** @throws DomainError `not-found` when the caller has no profile. */
export function viewerOf({ role, departmentKey, hasProfile }: Caller): Viewer {
  if (!hasProfile) throw new DomainError('not-found', 'You have no profile yet: save it first.');
  return { departmentKey, exact: role === 'admin' };
}
