import { z } from 'zod';
import { defineCollection } from '../../platform/documents/collection.ts';
import { oneToFive, time } from '../../platform/documents/fields.ts';
import { attendanceStatus } from '../../platform/documents/words.ts';

export const attendees = defineCollection({
  path: 'events/{eventId}/attendees/{uid}',
  table: 'event_attendance',
  key: { user_id: 'uid', event_id: 'eventId' },
  schema: z.object({
    attendedAt: time,
    status: attendanceStatus,
    rating: oneToFive,
    createdAt: time,
  }),
  columns: ['attended_at', 'status', 'rating', 'created_at'],
  references: { user_id: 'users', event_id: 'events' },
  project: (attendee, { createdAt, happenedAt }) => ({
    attended_at: happenedAt(attendee.attendedAt),
    status: attendee.status,
    rating: attendee.rating,
    created_at: createdAt(attendee.createdAt),
  }),
});
