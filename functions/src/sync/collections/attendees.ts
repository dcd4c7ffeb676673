import { z } from 'zod';
import { defineCollection } from '../../platform/documents/collection.ts';
import { oneOf, oneToFive, time } from '../../platform/documents/fields.ts';

export const attendees = defineCollection({
  path: 'events/{eventId}/attendees/{uid}',
  table: 'event_attendance',
  key: { user_id: 'uid', event_id: 'eventId' },
  schema: z.object({
    attendedAt: time,
    status: oneOf(['going', 'attended', 'cancelled']),
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
