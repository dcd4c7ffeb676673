import { z } from 'zod';
import { time } from './output.ts';

/** How fresh and how complete an answer is; every answer that uses nightly data says so. */
export const freshnessFields = {
  asOf: time.describe(
    'When the oldest data behind the answer was computed: for nightly data, that night; for data counted live, the time of the call.',
  ),
  missing: z
    .string()
    .nullable()
    .describe(
      'What is incomplete, or why the answer is empty, in a sentence to show to the user; null if it is complete.',
    ),
};

export type Freshness = z.infer<z.ZodObject<typeof freshnessFields>>;

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
