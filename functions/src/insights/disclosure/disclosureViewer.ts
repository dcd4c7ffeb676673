import type { CallContext } from '../../platform/callable.ts';
import { noProfile } from '../../sync/index.ts';

/** What decides which figures about others a caller sees. */
export interface Viewer {
  departmentKey: string | null;
  /** Administrators see exact counts. */
  exact: boolean;
}

/** @throws DomainError `not-found` when the caller has no profile. */
export async function readViewer({ uid, caller, sql }: CallContext): Promise<Viewer> {
  const { role, departmentKey, hasProfile } = await caller();
  if (!hasProfile) throw await noProfile(sql, uid);
  return { departmentKey, exact: role === 'admin' };
}
