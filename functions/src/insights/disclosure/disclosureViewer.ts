import type { Caller } from '../../platform/caller.ts';
import { DomainError } from '../../platform/errors.ts';
import { NO_PROFILE } from '../../sync/index.ts';

/** What decides which figures about others a caller sees. */
export interface Viewer {
  departmentKey: string | null;
  /** Administrators see exact counts. */
  exact: boolean;
}

/** @throws DomainError `not-found` when the caller has no profile. */
export function viewerOf({ role, departmentKey, hasProfile }: Caller): Viewer {
  if (!hasProfile) throw new DomainError('not-found', NO_PROFILE);
  return { departmentKey, exact: role === 'admin' };
}
