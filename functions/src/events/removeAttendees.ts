import { Timestamp } from 'firebase-admin/firestore';
import { onDocumentDeleted } from 'firebase-functions/firestore';
import { firestoreDatabase } from '../platform/config.ts';
import { deployedAs } from '../platform/deployment.ts';
import { firestore, type Firestore } from '../platform/firestore.ts';
import { logger } from '../platform/logger.ts';

/** Attendees that are read at once. */
const PAGE_SIZE = 500;

/**
 * Deletes the attendees of a deleted event, which Firestore keeps: nobody is going any more, and the owner of a new event
 * with the same id could read who had answered to this one.
 */
export const removeAttendees = onDocumentDeleted(
  {
    ...deployedAs('cards'),
    database: firestoreDatabase,
    document: 'events/{eventId}',
    retry: true,
    maxInstances: 10,
    timeoutSeconds: 540,
  },
  async ({ params: { eventId }, database }) => {
    const removed = await removeLeftAttendees(firestore(database), eventId);
    logger.info('attendees removed', { eventId, removed });
  },
);

/**
 * Deletes the attendees of an event that does not exist. If it exists again, deletes those that have not been written
 * since, so that a late delivery takes nobody's answer to the new event, and those who were checked in at the old one.
 * Firestore does not count a write that changes nothing.
 *
 * @throws what Firestore throws, also when an attendee is written meanwhile; repeat it then
 */
export async function removeLeftAttendees(firestore: Firestore, eventId: string): Promise<number> {
  const event = firestore.collection('events').doc(eventId);
  const { createTime } = await event.get();
  const attendees = event.collection('attendees').select('checkedInAt').orderBy('__name__').limit(PAGE_SIZE);
  let removed = 0;
  for (let page = attendees; ;) {
    const { docs } = await page.get();
    const left = docs.filter((attendee) => {
      const checkedInAt: unknown = attendee.get('checkedInAt');
      const latest = checkedInAt instanceof Timestamp ? checkedInAt : attendee.updateTime;
      return createTime === undefined || latest < createTime;
    });
    const batch = firestore.batch();
    for (const { ref, updateTime } of left) batch.delete(ref, { lastUpdateTime: updateTime });
    await batch.commit();
    removed += left.length;
    const last = docs.at(-1);
    if (last === undefined || docs.length < PAGE_SIZE) return removed;
    page = attendees.startAfter(last);
  }
}
