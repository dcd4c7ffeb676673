import { z } from 'zod';
import { Invalidator } from '../platform/cache.ts';
import { callable } from '../platform/callable.ts';
import { count } from '../platform/output.ts';
import { redis } from '../platform/redis.ts';
import { feedbackItem, storeFeedback } from './feedback/storeFeedback.ts';
import { listTag } from './lists/listCacheTag.ts';

const input = z.strictObject({
  items: z.array(feedbackItem).min(1).max(100).describe('In the order in which they happened.'),
});

const output = z
  .strictObject({
    recorded: count.describe('How many of the items exist and were recorded; others are ignored.'),
  })
  .meta({ id: 'RecordedFeedback' });

/** For everybody who is signed in: records their feedback on up to 100 recommendations. */
export const recordFeedback = callable({
  name: 'recordFeedback',
  description: `Records what the caller did with recommendations.

Sending the same item again within ten minutes changes nothing. What is \`dismissed\` is not shown again for 90 days, and each dismissal lowers its category or department, up to a factor of two after ten. \`restored\` takes a dismissal back, as if it had never been: the item may be recommended again at once. What is shown more than three times and never opened sinks. Feedback is kept for a year, as one row for each person and thing.`,
  input,
  output,
  errors: [],
  idempotent: true,
  rateLimit: { calls: 30, seconds: 60 },
  async handle(context, { items }) {
    const { recorded, changesLists } = await storeFeedback(context, items);
    // Impressions and openings change nothing until the next list is made.
    if (changesLists) await new Invalidator(redis()).touch([listTag(context.uid)]);
    return { recorded };
  },
});
