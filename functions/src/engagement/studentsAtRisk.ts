import { z } from 'zod';
import { personCard, withPeople } from '../cards/index.ts';
import { unknownDepartment } from '../names/index.ts';
import { callable } from '../platform/callable.ts';
import { labelInput } from '../platform/documents/labels.ts';
import { freshnessFields } from '../platform/freshness.ts';
import { share } from '../platform/output.ts';
import { departmentsInReach } from '../platform/identity/departmentsInReach.ts';
import { DAY_MS } from '../learning/calendar.ts';
import { currentForecaster, forecastBasis } from './forecast/currentForecaster.ts';
import { forecastFields } from './forecast/forecastActivity.ts';
import { readStudentActivity, type UserActivity } from './forecast/readActivity.ts';

/** Students without any action for this long have dropped off, and are no longer at risk. */
const DROPPED_OFF_DAYS = 180;

const input = z.strictObject({
  limit: z.int().min(1).max(200).default(50),
  department: labelInput
    .optional()
    .describe('Only students of this department; faculty may only name their own.'),
  below: share.default(0.3).describe('Lists students whose `within60Days` is below this.'),
});

const studentAtRisk = z
  .strictObject({ person: personCard, ...forecastFields })
  .meta({ id: 'StudentAtRisk', description: 'A student who may drop off, and their forecast.' });

const output = z
  .strictObject({
    basis: forecastBasis,
    ...freshnessFields,
    students: z.array(studentAtRisk).describe('The least likely to be active first.'),
  })
  .meta({ id: 'StudentsAtRisk' });

export type StudentsAtRisk = z.infer<typeof output>;

/**
 * For faculty: the students of their own departments who did something in the last half year but are unlikely to be
 * active in the next 60 days, the least likely first, without those who keep their forecast to themselves.
 * Administrators see all departments, or the one they name.
 */
export const studentsAtRisk = callable({
  name: 'studentsAtRisk',
  description: `Students who were active in the last 180 days and are unlikely to be active in the next 60.

Faculty see their own departments, administrators all, or the one they name. Nobody is listed who hides their forecast. \`asOf\` is when the model was trained; activity counts as it is now. \`not-ready\` for faculty who look after no department.`,
  input,
  output,
  errors: ['not-ready'],
  idempotent: true,
  audit: {
    subjects: (answer: StudentsAtRisk | null) => answer?.students.map(({ person }) => person.id) ?? [],
    detail: ({ department, below }) => ({ department, below }),
  },
  async handle(context, { limit, department, below }) {
    const { sql, now } = context;
    const departments = departmentsInReach(context, department);
    const { basis, freshness, forecast } = await currentForecaster(sql, now);
    const atRisk = (await readStudentActivity(sql, now, departments))
      .filter((activity) => isRecent(activity, now))
      // Of equal probability, those who have been away longest come first.
      .sort((a, b) => lastAction(a) - lastAction(b) || (a.id < b.id ? -1 : 1))
      .map((activity) => ({ id: activity.id, ...forecast(activity) }))
      .filter(({ within60Days }) => within60Days < below)
      .sort((a, b) => a.within60Days - b.within60Days)
      .slice(0, limit);
    const missing =
      (atRisk.length === 0 ? await unknownDepartment(sql, department ?? null) : null) ?? freshness.missing;
    return { basis, ...freshness, missing, students: await withPeople(sql, now, atRisk, 'forecast') };
  },
});

function isRecent(activity: UserActivity, now: Date): boolean {
  return now.getTime() - lastAction(activity) < DROPPED_OFF_DAYS * DAY_MS;
}

/** In milliseconds since 1970; 0 for none. */
function lastAction({ actions }: UserActivity): number {
  return actions.at(-1)?.at ?? 0;
}
