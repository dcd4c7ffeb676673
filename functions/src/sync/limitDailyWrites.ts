import { onMessagePublished } from 'firebase-functions/pubsub';
import { Timestamp } from 'firebase-admin/firestore';
import { z } from 'zod';
import { addDays } from '../learning/calendar.ts';
import { campusDay, campusDayStart } from '../platform/campusTime.ts';
import { DAILY_LIMITS_TOPIC, firestoreDatabase } from '../platform/config.ts';
import { deployedAs } from '../platform/deployment.ts';
import { firestore, type Firestore } from '../platform/firestore.ts';
import { logger } from '../platform/logger.ts';
import type { DailyLimitReached } from './pipeline/dailyWrites.ts';

const messageSchema = z.object({
  userId: z.string().min(1),
  collection: z.string().min(1),
  day: z.iso.date(),
});

/** Has the rules refuse what a person creates beyond the limit of a day, until the day ends on the campus. */
export const limitDailyWrites = onMessagePublished(
  { ...deployedAs('cards'), topic: DAILY_LIMITS_TOPIC, retry: true, maxInstances: 3, memory: '256MiB' },
  async ({ data }) => {
    const message = messageSchema.safeParse(data.message.json);
    if (message.success) await markDailyLimit(firestore(firestoreDatabase.value()), message.data);
    else logger.error('daily limit without a person: only these functions may publish to the topic');
  },
);

/** Writes the document that the rules read. Firestore deletes it some time after the day (firestore.indexes.json). */
async function markDailyLimit(
  firestore: Firestore,
  { userId, collection, day }: DailyLimitReached,
): Promise<void> {
  // A message that was delivered late must not replace the mark of a later day.
  if (campusDay(new Date()) > day) return;
  await firestore
    .doc(`limits/${userId}/daily/${collection}`)
    .set({ until: Timestamp.fromDate(campusDayStart(addDays(day, 1))) });
}
