import { z } from 'zod';
import { dailyLimits } from '../../platform/config.ts';
import { defineCollection } from '../../platform/documents/collection.ts';
import { documentId, longText, period, requiredShortText, time } from '../../platform/documents/fields.ts';
import { eventTimes } from '../../platform/documents/documentTimes.ts';
import { label, labelKey } from '../../platform/documents/labels.ts';
import { mediaLinks, mediaList } from '../../media/index.ts';
import { combineChildRows } from '../../platform/documents/childRows.ts';
import { EVENT_SKILLS, skillLinks, skillList, type Skill } from '../../skills/index.ts';

interface CreatedFields {
  createdBy: string | null;
  skills: Skill[];
}

export const events = defineCollection({
  path: 'events/{eventId}',
  table: 'events',
  key: { id: 'eventId' },
  schema: z.object({
    title: requiredShortText,
    description: longText,
    category: label,
    department: label,
    createdBy: documentId,
    skills: skillList,
    mediaIds: mediaList,
    startDate: period,
    endDate: period,
    createdAt: time,
  }),
  columns: [
    'title',
    'description',
    'category',
    'category_key',
    'department',
    'department_key',
    'created_by',
    'skills',
    'start_date',
    'end_date',
    'created_at',
  ],
  references: { created_by: 'users' },
  project: (event, { createdAt }) => {
    const { start, end } = eventTimes(event.startDate, event.endDate);
    return {
      title: event.title,
      description: event.description,
      category: event.category,
      category_key: labelKey(event.category),
      department: event.department,
      department_key: labelKey(event.department),
      created_by: event.createdBy,
      skills: event.skills.map((skill) => skill.name),
      start_date: start,
      end_date: end,
      created_at: createdAt(event.createdAt),
    };
  },
  childRows: combineChildRows<CreatedFields & { mediaIds: string[] }>(
    skillLinks(
      EVENT_SKILLS,
      ({ createdBy }: CreatedFields) => createdBy,
      () => ({}),
    ),
    mediaLinks('event', ({ createdBy }) => createdBy),
  ),
  perDay: { person: 'created_by', limit: dailyLimits.events },
});
