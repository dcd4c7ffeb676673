import { z } from 'zod';
import type { Reach } from '../../platform/identity/policy.ts';

/** What decides which figures about others a caller sees. */
export interface Viewer {
  /** Administrators see exact counts. */
  exact: boolean;
}

export function viewerOf({ reach }: { reach: Reach }): Viewer {
  return { exact: reach === 'everyone' };
}

/** Whether an answer shows counts as they are, or as anybody may see them. */
export const exactCounts = z
  .boolean()
  .describe(
    'Whether counts are exact, as administrators get them; otherwise they are multiples of five, of groups of at least five.',
  );
