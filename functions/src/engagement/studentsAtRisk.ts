import { z } from 'zod';
import { withPeople, type PersonCard } from '../cards/index.ts';
import { unknownDepartment } from '../names/index.ts';
import { callable } from '../platform/callable.ts';
import { labelInput } from '../platform/documents/labels.ts';
import type { Freshness } from '../platform/freshness.ts';
import { departmentsInReach } from '../platform/identity/departmentsInReach.ts';
import { DAY_MS } from '../learning/calendar.ts';
import { currentForecaster, type ForecastBasis } from './forecast/currentForecaster.ts';
import type { Forecast } from './forecast/forecastActivity.ts';
import { readStudentActivity, type UserActivity } from './forecast/readActivity.ts';

/** Students without any action for this long have dropped off, and are no longer at risk. */
const DROPPED_OFF_DAYS = 180;

/** A student at risk of dropping off, with what faculty of their department may see. */
interface StudentAtRisk extends Forecast {
  person: PersonCard;
}

/** `asOf` is when the model was trained; activity counts as it is now. */
export interface StudentsAtRisk extends Freshness {
  basis: ForecastBasis;
  students: StudentAtRisk[];
}

/**
 * For faculty: the students of their own departments who did something in the last half year but are unlikely to be
 * active in the next 60 days, the least likely first, without those who keep their forecast to themselves.
 * Administrators see all departments, or the one they name.
 */
export const studentsAtRisk = callable({
  name: 'studentsAtRisk',
  input: z.strictObject({
    limit: z.int().min(1).max(200).default(50),
    department: labelInput.optional(),
    /** Lists students whose probability of being active within 60 days is below this. */
    below: z.number().min(0).max(1).default(0.3),
  }),
  audit: {
    subjects: (answer: StudentsAtRisk | null) => answer?.students.map(({ person }) => person.id) ?? [],
    detail: ({ department, below }) => ({ department, below }),
  },
  async handle(context, { limit, department, below }): Promise<StudentsAtRisk> {
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
