import { z } from 'zod';
import { Invalidator } from '../platform/cache.ts';
import { callable } from '../platform/callable.ts';
import { redis } from '../platform/redis.ts';
import { storeFeedback } from './feedback/storeFeedback.ts';
import { listTag } from './lists/listCacheTag.ts';

const input = z.strictObject({
  items: z
    .array(
      z.strictObject({
        type: z.enum(['event', 'user', 'skill']),
        id: z.string().min(1).max(1500),
        action: z.enum(['shown', 'opened', 'accepted', 'dismissed']),
      }),
    )
    .min(1)
    .max(100),
});

/**
 * For everybody who is signed in: records their feedback on up to 100 recommendations. Sending the same feedback again
 * within ten minutes changes nothing.
 *
 * `{items: [{type, id, action}]}` → `{recorded}`: how many of the items exist and were recorded.
 */
export const recordFeedback = callable({
  name: 'recordFeedback',
  input,
  rateLimit: { calls: 30, seconds: 60 },
  async handle(context, { items }): Promise<{ recorded: number }> {
    const { recorded, changesLists } = await storeFeedback(context, items);
    // Impressions and openings change nothing until the next list is made.
    if (changesLists) await new Invalidator(redis()).touch([listTag(context.uid)]);
    return { recorded };
  },
});
