import { z } from 'zod';
import { defineCollection } from '../../platform/documents/collection.ts';
import { endNotBefore, requiredShortText, shortText, time } from '../../platform/documents/fields.ts';

export const positions = defineCollection({
  path: 'users/{uid}/positions/{positionId}',
  table: 'positions',
  key: { user_id: 'uid', id: 'positionId' },
  schema: z.object({
    title: requiredShortText,
    organisation: shortText,
    industry: shortText,
    startDate: time,
    endDate: time,
    createdAt: time,
  }),
  columns: ['title', 'organisation', 'industry', 'start_date', 'end_date', 'created_at'],
  references: { user_id: 'users' },
  project: (position, { createdAt }) => ({
    title: position.title,
    organisation: position.organisation,
    industry: position.industry,
    start_date: position.startDate,
    end_date: endNotBefore(position.startDate, position.endDate),
    created_at: createdAt(position.createdAt),
  }),
});
