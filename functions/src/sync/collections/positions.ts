import { z } from 'zod';
import { boundary } from '../../platform/documents/boundary.ts';
import { openTimes } from '../../platform/documents/documentTimes.ts';
import { dailyLimits } from '../../platform/config.ts';
import { defineCollection } from '../../platform/documents/collection.ts';
import { shortText, time } from '../../platform/documents/fields.ts';

export const positions = defineCollection({
  path: 'users/{uid}/positions/{positionId}',
  table: 'positions',
  key: { user_id: 'uid', id: 'positionId' },
  schema: z.object({
    title: shortText,
    organisation: shortText,
    industry: shortText,
    startDate: boundary,
    endDate: boundary,
    createdAt: time,
  }),
  columns: ['title', 'organisation', 'industry', 'start_date', 'end_date', 'dates_unknown', 'created_at'],
  references: { user_id: 'users' },
  project: (position, { createdAt }) => {
    const { start, end, unknown } = openTimes(position.startDate, position.endDate);
    return {
      title: position.title,
      organisation: position.organisation,
      industry: position.industry,
      start_date: start,
      end_date: end,
      dates_unknown: unknown,
      created_at: createdAt(position.createdAt),
    };
  },
  perDay: { person: 'user_id', limit: dailyLimits.positions },
});
