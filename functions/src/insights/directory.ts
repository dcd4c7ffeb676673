import { z } from 'zod';
import { personTag } from '../platform/cache.ts';
import { callable } from '../platform/callable.ts';
import { freshness, freshnessFields } from '../platform/freshness.ts';
import { count, month as monthOutput } from '../platform/output.ts';
import { readDisclosedMonth } from './disclosure/disclosedMonth.ts';
import { exactCounts, viewerOf } from './disclosure/disclosureViewer.ts';
import { readDepartments, readEventCategories, readSkills } from './queries/directory.ts';

const input = z.strictObject({});

const people = count
  .nullable()
  .describe(
    'People at the end of `month`, whether they hide or not; unless `exact`, a multiple of five. Null for fewer than five, where another count would tell of fewer than five, and before the first month is closed.',
  );

const output = z
  .strictObject({
    ...freshnessFields,
    month: monthOutput
      .nullable()
      .describe('The last closed month, at whose end people were counted; null if there is none yet.'),
    exact: exactCounts,
    departments: z
      .array(z.strictObject({ name: z.string(), people }).meta({ id: 'DirectoryDepartment' }))
      .describe('Those of people who can be found, in the order of their names.'),
    eventCategories: z
      .array(
        z
          .strictObject({
            name: z.string(),
            upcomingEvents: count.describe('Events of the category that have not begun.'),
          })
          .meta({ id: 'DirectoryEventCategory' }),
      )
      .describe('Those of all events, in the order of their names.'),
    skills: z
      .array(z.strictObject({ name: z.string(), people }).meta({ id: 'DirectorySkill' }))
      .describe('The skills of people who can be found, at most 50, the most common first.'),
  })
  .meta({ id: 'Directory' });

/** For signed-in users: what to filter people and events by. */
export const directory = callable({
  name: 'directory',
  description: `The departments, event categories and common skills that a screen can filter by, in one call.

Every \`name\` is what other calls take as \`department\` or in \`skills\`. Names are as of the call, and those of people who hide from search and from matching are left out; people are counted once a month, so that nobody learns from two answers what one person changed.`,
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
