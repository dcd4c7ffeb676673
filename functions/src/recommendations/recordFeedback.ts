import { z } from 'zod';
import { Invalidator } from '../platform/cache.ts';
import { callable } from '../platform/callable.ts';
import { redis } from '../platform/redis.ts';
import { recordFeedback as record } from './feedback/storeFeedback.ts';
import { listTag } from './lists/listTag.ts';

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
 * For everybody who is signed in: what they made of up to 100 recommendations. Sending the same twice within
 * ten minutes is the same as once.
 *
 * `{items: [{type, id, action}]}` → `{recorded}`: how many of the things exist and were noted.
 */
export const recordFeedback = callable({
  name: 'recordFeedback',
  allow: 'signed-in',
  input,
  rateLimit: { calls: 30, seconds: 60 },
  async handle(context, { items }): Promise<{ recorded: number }> {
    const { recorded, decided } = await record(context, items);
    // Showing and opening alone change no list before the next one is made.
    if (decided) await new Invalidator(redis()).touch([listTag(context.uid)]);
    return { recorded };
  },
});
