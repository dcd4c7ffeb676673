import type { Reach } from '../../platform/identity/policy.ts';

/** What decides which figures about others a caller sees. */
export interface Viewer {
  /** Administrators see exact counts. */
  exact: boolean;
}

export function viewerOf({ reach }: { reach: Reach }): Viewer {
  return { exact: reach === 'everyone' };
}
