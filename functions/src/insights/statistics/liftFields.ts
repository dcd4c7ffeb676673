import { z } from 'zod';
import { count } from '../../platform/output.ts';

/** How strongly two things belong together: the fields of a pair. */
export const liftFields = {
  people: count.describe('How many people the two share: at least five.'),
  lift: z
    .number()
    .positive()
    .describe('How many times as many people they share as they would if unrelated.'),
  low: z
    .number()
    .gt(1)
    .describe(
      'The lower end of the 95 % interval of `lift`. With many pairs, one in forty is there by chance.',
    ),
  high: z.number().positive().describe('The upper end of the interval.'),
};
