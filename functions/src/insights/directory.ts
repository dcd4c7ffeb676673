import { z } from 'zod';
import { personTag } from '../platform/cache.ts';
import { callable } from '../platform/callable.ts';
import { freshness, freshnessFields } from '../platform/freshness.ts';
import { count, month as monthOutput } from '../platform/output.ts';
import { readDisclosedMonth } from './disclosure/disclosedMonth.ts';
import { viewerOf } from './disclosure/disclosureViewer.ts';
import { readDepartments, readEventCategories, readSkills } from './queries/directory.ts';

const input = z.strictObject({});

const people = count
  .nullable()
  .describe(
    'How many people there were at the end of `month`, whether they hide or not. Null for fewer than five, where another count would tell of fewer than five, and while no month is counted. Rounded to multiples of five, unless `exact`.',
  );

const output = z
  .strictObject({
    ...freshnessFields,
    month: monthOutput
      .nullable()
      .describe('The last closed month, at whose end people were counted; null if there is none yet.'),
    exact: z.boolean().describe('Whether counts are exact, for administrators, or protected and rounded.'),
    departments: z
      .array(z.strictObject({ name: z.string(), people }).meta({ id: 'DirectoryDepartment' }))
      .describe('Those of people who can be found, by name.'),
    eventCategories: z
      .array(
        z
          .strictObject({
            name: z.string(),
            upcomingEvents: count.describe('Events of the category that have not begun.'),
          })
          .meta({ id: 'DirectoryEventCategory' }),
      )
      .describe('Those of all events, by name.'),
    skills: z
      .array(z.strictObject({ name: z.string(), people }).meta({ id: 'DirectorySkill' }))
      .describe('The fifty most common skills of people who can be found, most common first.'),
  })
  .meta({ id: 'Directory' });

/** For signed-in users: what to filter people and events by. */
export const directory = callable({
  name: 'directory',
  description: `The departments, event categories and common skills that a screen can filter by, in one call.

Every \`name\` is what the inputs of other calls take as \`department\` or in \`skills\`. Names are as of the call, and those of people who hide from search and from matching are left out; people are counted once a month, so that nobody learns from two answers what one person changed.`,
  input,
  output,
  errors: [],
  idempotent: true,
  // It shows nobody, and its counts of people do not change within a month.
  cache: { seconds: 600, tags: (_answer, { uid }) => [personTag(uid)] },
  audit: { subjects: () => [] },
  async handle({ reach, sql, now }) {
    const viewer = viewerOf({ reach });
    const month = await readDisclosedMonth(sql, viewer, undefined);
    const [departments, eventCategories, skills] = await Promise.all([
      readDepartments(sql, viewer, month),
      readEventCategories(sql, now),
      readSkills(sql, viewer, month),
    ]);
    return {
      ...freshness(month?.countedAt ?? null, now, NOT_COUNTED),
      month: month?.first.slice(0, 7) ?? null,
      exact: viewer.exact,
      departments,
      eventCategories,
      skills,
    };
  },
});

const NOT_COUNTED = 'Numbers of people are shown from a week after the end of the first month.';
