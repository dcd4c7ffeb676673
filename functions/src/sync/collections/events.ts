import { z } from 'zod';
import { defineCollection } from '../collection.ts';
import { documentId, endNotBefore, longText, requiredShortText, shortText, time } from '../fields.ts';
import { mediaLinks } from '../media/links.ts';
import { mediaList } from '../media/list.ts';
import { several } from '../owned.ts';
import { EVENT_SKILLS, skillLinks } from '../skills/links.ts';
import { skillList, type Skill } from '../skills/list.ts';

export const events = defineCollection({
  path: 'events/{eventId}',
  table: 'events',
  key: { id: 'eventId' },
  schema: z.object({
    title: requiredShortText,
    description: longText,
    category: shortText,
    department: shortText,
    createdBy: documentId,
    skills: skillList,
    mediaIds: mediaList,
    startDate: time,
    endDate: time,
    createdAt: time,
  }),
  columns: [
    'title',
    'description',
    'category',
    'department',
    'created_by',
    'skills',
    'start_date',
    'end_date',
    'created_at',
  ],
  references: { created_by: 'users' },
  project: (event, { createTime }) => ({
    title: event.title,
    description: event.description,
    category: event.category,
    department: event.department,
    created_by: event.createdBy,
    skills: event.skills.map((skill) => skill.name),
    start_date: event.startDate,
    end_date: endNotBefore(event.startDate, event.endDate),
    created_at: event.createdAt ?? createTime,
  }),
  owned: several<{ skills: Skill[]; mediaIds: string[] }>(
    skillLinks(EVENT_SKILLS, () => ({})),
    mediaLinks('event'),
  ),
});
