import { z } from 'zod';
import { defineCollection } from '../../platform/documents/collection.ts';
import { documentId, oneToFive, time } from '../../platform/documents/fields.ts';
import { attendanceStatus } from '../../platform/documents/words.ts';

export const attendees = defineCollection({
  path: 'events/{eventId}/attendees/{uid}',
  table: 'event_attendance',
  key: { user_id: 'uid', event_id: 'eventId' },
  schema: z.object({
    attendedAt: time,
    status: attendanceStatus,
    rating: oneToFive,
    // Only the server writes these (firestore.rules): it knows who was there.
    checkedInBy: documentId,
    checkedInAt: time,
    createdAt: time,
  }),
  columns: ['attended_at', 'status', 'rating', 'checked_in_by', 'checked_in_at', 'created_at'],
  references: { user_id: 'users', event_id: 'events' },
  project: (attendee, { createdAt, happenedAt }) => ({
    attended_at: happenedAt(attendee.attendedAt),
    status: attendee.status,
    rating: attendee.rating,
    checked_in_by: attendee.checkedInBy,
    checked_in_at: happenedAt(attendee.checkedInAt),
    created_at: createdAt(attendee.createdAt),
  }),
});
