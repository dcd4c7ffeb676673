/** How fresh and how complete an answer is; every answer that uses nightly data says so. */
export interface Freshness {
  /**
   * RFC 3339: when the oldest data behind the answer was computed. For what is computed at night, that is the night's
   * run; an answer computed from the documents alone is as of the call.
   */
  asOf: string;
  /** What the answer still lacks, or why it is empty, in a sentence for the user; null if it lacks nothing. */
  missing: string | null;
}

/**
 * The freshness of an answer that uses what a job computes.
 *
 * @param computedAt when the job computed it; null if it has never run
 * @param lacks what the answer lacks until the job has run
 */
export function freshness(computedAt: Date | null, now: Date, lacks: string): Freshness {
  return computedAt === null
    ? { asOf: now.toISOString(), missing: lacks }
    : { asOf: computedAt.toISOString(), missing: null };
}
