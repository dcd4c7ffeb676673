import { onMessagePublished } from 'firebase-functions/pubsub';
import { z } from 'zod';
import { CARDS_TOPIC } from '../platform/config.ts';
import { logger } from '../platform/logger.ts';
import { CARD_FUNCTION, refreshCard } from './published/cardTriggers.ts';

const messageSchema = z.object({ userId: z.string().min(1) });

/** Brings a person's card up to date when a profile picture of theirs is ready or removed. */
export const publishPhoto = onMessagePublished({ ...CARD_FUNCTION, topic: CARDS_TOPIC }, async ({ data }) => {
  const message = messageSchema.safeParse(data.message.json);
  if (message.success) await refreshCard(message.data.userId, new Date());
  else logger.error('card request without userId: only these functions may publish to the topic');
});
